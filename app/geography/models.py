"""Where things are: ROM areas, provinces, municipalities, places; and the ten NTS technologies."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import administrators, open_to_all
from app.db.base import Base, Key


class Rom(Base):
    """A regional development agency and its area (domain §2)."""

    __tablename__ = "rom"
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str]
    short: Mapped[str] = mapped_column(String(40))
    area: Mapped[str]
    programme_region: Mapped[str] = mapped_column(String(12))
    certainty: Mapped[str]


class Province(Base):
    """A province with the programme region it is counted in."""

    __tablename__ = "province"
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str]
    synonym: Mapped[str]
    iso: Mapped[str] = mapped_column(String(5))
    programme_region: Mapped[str] = mapped_column(String(12))
    rom_code: Mapped[str] = mapped_column(ForeignKey("rom.code"))
    certainty: Mapped[str]


class Municipality(Base):
    """A municipality: it belongs to exactly one ROM area."""

    __tablename__ = "municipality"
    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str]
    search_name: Mapped[str] = mapped_column(index=True)
    corop_code: Mapped[str] = mapped_column(String(4))
    corop: Mapped[str]
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"))
    rom_code: Mapped[str] = mapped_column(ForeignKey("rom.code"), index=True)
    subregion: Mapped[str | None]
    note: Mapped[str | None]


class MunicipalityAlias(Base):
    """Another name that people type for a municipality (Den Haag, Den Bosch)."""

    __tablename__ = "municipality_alias"
    id: Mapped[Key]
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"), index=True)
    alias: Mapped[str]
    search_name: Mapped[str] = mapped_column(index=True)


class Place(Base):
    """A town or village within a municipality; some names occur more than once."""

    __tablename__ = "place"
    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str]
    search_name: Mapped[str] = mapped_column(index=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"), index=True)


class Technology(Base):
    """One of the ten technologies of the Nationale Technologiestrategie (002 §3.2)."""

    __tablename__ = "technology"
    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    short: Mapped[str] = mapped_column(String(40))


for _model in (Rom, Province, Municipality, MunicipalityAlias, Place, Technology):
    open_to_all(_model, write=administrators)
