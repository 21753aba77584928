"""The parts of a justice system and its partners, as the data sharing matrix names them."""

from enum import StrEnum


class Pillar(StrEnum):
    """Which profession an agency belongs to; clauses may grant to a whole pillar."""

    POLICE = "police"
    PROSECUTION = "prosecution"
    COURT = "court"
    JAIL = "jail"
    LABORATORY = "laboratory"
    PROBATION = "probation"
    IDENTIFICATION = "identification"
    VICTIM_SERVICES = "victim-services"
    HEALTH = "health"
    EMERGENCY = "emergency"
    FUSION = "fusion"
    CYBER = "cyber"
    HUMAN_SERVICES = "human-services"
    OVERSIGHT = "oversight"
    PUBLIC = "public"


EVERY_PILLAR = tuple(Pillar)
