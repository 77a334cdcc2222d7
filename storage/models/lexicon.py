"""What this installation adds to the lexicon: names of trades that staff taught, words nobody understood."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.models.base import key_field, moment_field, one_of, ref


class TradeName(SQLModel, table=True):
    """A folk name of a trade, as staff here taught it. Who taught it and when is in the audit too."""

    __tablename__ = "trade_name"

    id: int = key_field()
    name: str = Field(unique=True)  # folded
    trade: str
    source: str = "staff"
    staff_id: int | None = ref("staff.id", nullable=True)
    taught_at: datetime = moment_field()

    __table_args__ = (one_of("source", "staff", "operator", "import"),)


class TradeMiss(SQLModel, table=True):
    """A short word that was not understood; `guess` is what somebody meant who then said it anew."""

    __tablename__ = "trade_miss"

    id: int = key_field()
    said: str = Field(unique=True)  # folded
    times: int = 1
    person_id: int | None = ref("person.id", nullable=True)  # who said it last
    guess: str | None = None
    status: str = "open"
    first_at: datetime = moment_field()
    last_at: datetime = moment_field()

    __table_args__ = (one_of("status", "open", "taught", "none"),)
