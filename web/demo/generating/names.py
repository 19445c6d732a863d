"""Names that nobody could take for somebody's: given names and the words of a field guide."""

GIVEN = (
    *("Ada", "Basil", "Clover", "Dashiell", "Elowen", "Fenn", "Greta", "Hollis", "Isolde"),
    *("Jory", "Kit", "Linden", "Maren", "Nell", "Orrin", "Perpetua", "Quill", "Rue", "Sorrel"),
    *("Tamsin", "Ulric", "Verity", "Wilf", "Xanthe", "Yarrow", "Zennor"),
)
FAMILY = (
    *("Alder", "Bittern", "Campion", "Dunnock", "Elderflower", "Fieldfare", "Goldcrest"),
    *("Hornbeam", "Ibis", "Juniper", "Kittiwake", "Lapwing", "Meadowsweet", "Nuthatch"),
    *("Otterburn", "Pipistrelle", "Quickthorn", "Redshank", "Sandpiper", "Tansy", "Upland"),
    *("Vetchling", "Whimbrel", "Yellowhammer", "Barnacle", "Chiffchaff", "Dogwood", "Eiderdown"),
    *("Foxglove", "Guillemot", "Hawkbit", "Lichen", "Mistlethrush", "Ouzel", "Puffin"),
    *("Ragwort", "Stonechat", "Turnstone", "Wheatear", "Woodruff"),
)


def name_of(number: int) -> str:
    """The name of somebody by number; after a thousand people names come again, as they do."""
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // 7 % len(FAMILY)]}"
