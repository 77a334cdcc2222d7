"""Forms in a chat; see form.py for what every form does by itself."""

from handlers.forms.form import Form
from handlers.forms.parts import Here, Option, Question, here_of

__all__ = ["Form", "Here", "Option", "Question", "here_of"]
