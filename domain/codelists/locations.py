"""Where force was used."""

from domain.codelists.codelist import CodeList


class LocationType(CodeList):
    """Location type, item 3: a record may name several (spec: domain, 1.3 A)."""

    STREET = "street", "Street or highway"
    PUBLIC_TRANSPORT = "public-transport", "Public transport"
    RETAIL = "retail", "Retail premises"
    OPEN_GROUND = "open-ground", "Open ground, such as a park, car park or field"
    LICENSED = "licensed", "Licensed premises"
    STADIUM = "stadium", "Sports or event stadium"
    HOSPITAL = "hospital", "Hospital or A&E, not a mental health setting"
    MENTAL_HEALTH = "mental-health", "Mental health setting"
    VEHICLE_WITH_CAGE = "vehicle-with-cage", "Police vehicle with a prisoner cage"
    VEHICLE_WITHOUT_CAGE = "vehicle-without-cage", "Police vehicle without a prisoner cage"
    DWELLING = "dwelling", "Dwelling"
    POLICE_STATION = "police-station", "Police station, not the custody block"
    CUSTODY = "custody", "Custody block"
    AMBULANCE = "ambulance", "Ambulance"
    OTHER = "other", "Other"
