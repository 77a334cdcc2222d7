"""The nouns. Importing this package is enough for the metadata to be whole."""

from storage.models.account import AccountFact, Allowance
from storage.models.base import Moment, Sealed, from_ms, to_ms, use_vault, vault
from storage.models.case import AuditLine, Case, CaseMove, Evidence
from storage.models.gig import Application, Counter, Employer, Gig
from storage.models.lexicon import TradeMiss, TradeName
from storage.models.message import Dialogue, Inbox, Outbox, Setting, Tick
from storage.models.person import Address, Consent, Findable, Person, WorkerTrade
from storage.models.station import Area, Staff, StaffInvite, Station, StationArea

__all__ = [
    "AccountFact",
    "Address",
    "Allowance",
    "Application",
    "Area",
    "AuditLine",
    "Case",
    "CaseMove",
    "Consent",
    "Counter",
    "Dialogue",
    "Employer",
    "Evidence",
    "Findable",
    "Gig",
    "Inbox",
    "Moment",
    "Outbox",
    "Person",
    "Sealed",
    "Setting",
    "Staff",
    "StaffInvite",
    "Station",
    "StationArea",
    "Tick",
    "TradeMiss",
    "TradeName",
    "WorkerTrade",
    "from_ms",
    "to_ms",
    "use_vault",
    "vault",
]
