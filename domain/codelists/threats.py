"""What an officer was threatened or assaulted with."""

from domain.codelists.codelist import CodeList


class Threat(CodeList):
    """Weapon or means, items 7 and 8 (spec: domain, 1.3 C; the list may hold more)."""

    FIREARM = "firearm", "Firearm"
    BLADED = "bladed", "Bladed weapon or object"
    POINTED = "pointed", "Pointed weapon or object"
    BLUNT = "blunt", "Blunt weapon or object"
    MISSILE = "missile", "Missile or object thrown"
    SPIT = "spit", "Spit"
    BITE = "bite", "Bite"
    KICK = "kick", "Kick"
    PUNCH = "punch", "Punch"
    HEADBUTT = "headbutt", "Headbutt"
    OTHER = "other", "Something else"
