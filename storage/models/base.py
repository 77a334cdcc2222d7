"""What every table shares: ids, moments, checked words and sealed fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, overload

from sqlalchemy import BigInteger, CheckConstraint, Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.vault import Vault

# Migrations name constraints to change them, so every database must know them by the same names. CHECKs are
# named where they are written.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)

Id = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite keeps a table by its INTEGER key; a BIGINT key would cost it a second index."""


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as UTC milliseconds: the same number, order and speed on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        del dialect
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else from_ms(value)


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970; a time without a zone is a mistake and raises."""
    return (moment - _EPOCH) // _MS


def from_ms(value: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=value)


def one_of(column: str, *words: str) -> CheckConstraint:
    """A CHECK that a column holds one of a few words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"ck_{column}_word")


def key_field() -> Any:
    return Field(
        default_factory=new_id,
        primary_key=True,
        sa_type=Id,
        sa_column_kwargs={"autoincrement": False},
    )


def ref(
    target: str,
    *,
    index: bool = True,
    nullable: bool = False,
    primary_key: bool = False,
) -> Any:
    """A foreign key. `nullable` also makes None the default."""
    extra: dict[str, Any] = {"default": None} if nullable else {}
    return Field(
        foreign_key=target,
        index=index and not primary_key,
        nullable=nullable,
        primary_key=primary_key,
        sa_type=Id,
        **extra,
    )


def moment_field(*, nullable: bool = False, index: bool = False) -> Any:
    extra: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_type=Moment, nullable=nullable, index=index, **extra)


_vault: list[Vault] = []


def use_vault(vault: Vault) -> None:
    """Every sealed field of this process opens with this vault; the app sets it once, at start."""
    _vault[:] = [vault]


def vault() -> Vault:
    if not _vault:
        raise RuntimeError("No vault yet: build_app (or the test's fixture) opens the key ring first.")
    return _vault[0]


class Sealed(SQLModel):
    """A row with private words. They live together, encrypted under the row's own id, in `sealed`."""

    id: int = key_field()
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)

    def _context(self) -> str:
        return f"{self.__tablename__}.sealed:{self.id}"

    def private(self) -> dict[str, Any]:
        """All private fields, opened."""
        if not self.sealed:
            return {}
        opened: dict[str, Any] = vault().open_json(self._context(), self.sealed)
        return opened

    def keep_private(self, **fields: Any) -> None:
        """Change some private fields and seal the row again; None removes one."""
        merged = {key: value for key, value in {**self.private(), **fields}.items() if value is not None}
        self.sealed = vault().seal_json(self._context(), merged) if merged else None


class SealedText(property):
    """One private text of a Sealed row, read and written like a plain attribute; "" when absent."""

    def __init__(self, name: str) -> None:
        getter: Callable[[Any], str] = lambda row: str(row.private().get(name, ""))  # noqa: E731 (property wants a callable)
        super().__init__(getter, lambda row, value: row.keep_private(**{name: value or None}))

    @overload
    def __get__(self, row: None, owner: type | None = None) -> SealedText: ...
    @overload
    def __get__(self, row: object, owner: type | None = None) -> str: ...
    def __get__(self, row: object | None, owner: type | None = None) -> SealedText | str:
        return self if row is None else super().__get__(row, owner)

    def __set__(self, row: object, value: str) -> None:
        super().__set__(row, value)
