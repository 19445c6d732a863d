"""What the officer was on duty as."""

from domain.codelists.codelist import CodeList


class MainDuty(CodeList):
    """Main duty, item 11. Only part of the national list was seen (spec: domain, 1.3 F)."""

    RESPONSE = "response", "Patrol or response"
    NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
    ROADS = "roads", "Roads policing"
    CUSTODY = "custody", "Custody duty"
    ESCORT = "escort", "Prisoner escort"
    DOG_HANDLER = "dog-handler", "Dog handler"
    ARV = "arv", "Armed response vehicle"
    AFO = "afo", "Authorised firearms officer"
    CTSFO = "ctsfo", "Counter terrorist specialist firearms officer"
    PUBLIC_ORDER = "public-order", "Public order"
    PROACTIVE = "proactive", "Proactive or plain clothes"
    INVESTIGATION = "investigation", "Investigation"
    OPERATIONAL_SUPPORT = "operational-support", "Operational support"
    METHOD_OF_ENTRY = "method-of-entry", "Method of entry"
    TRAINING = "training", "Training"
    OFF_DUTY = "off-duty", "Off duty"
    OTHER = "other", "Other"
