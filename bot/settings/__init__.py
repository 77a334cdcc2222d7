"""The only reader of environment and config file: every setting, its default and its meaning."""

from bot.settings.fields import Settings
from bot.settings.general import DOTENV
from bot.settings.reading import BadSettings, load_settings
from bot.settings.table import Row, settings_table

__all__ = ["DOTENV", "BadSettings", "Row", "Settings", "load_settings", "settings_table"]
