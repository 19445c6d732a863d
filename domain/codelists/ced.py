"""Probe positions on the body chart."""

from domain.codelists.codelist import CodeList


class ProbeFront(CodeList):
    """Front of the body, item 34: places 1 to 15. The chart itself was not seen, so no names."""

    P1 = "1"
    P2 = "2"
    P3 = "3"
    P4 = "4"
    P5 = "5"
    P6 = "6"
    P7 = "7"
    P8 = "8"
    P9 = "9"
    P10 = "10"
    P11 = "11"
    P12 = "12"
    P13 = "13"
    P14 = "14"
    P15 = "15"


class ProbeBack(CodeList):
    """Back of the body, item 35: ten places, A to K without I."""

    A = "a", "A"
    B = "b", "B"
    C = "c", "C"
    D = "d", "D"
    E = "e", "E"
    F = "f", "F"
    G = "g", "G"
    H = "h", "H"
    J = "j", "J"
    K = "k", "K"
