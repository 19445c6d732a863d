"""A made-up force of any size: people, records and what became of them, over as long as one likes.

What is generated is made up from first to last. Its frequencies are not: they are those that the
Home Office published (``frequencies.py``), and everything that nothing was published about is
invented and says so (``habits.py``).

| looking for | it is in |
|---|---|
| what was published | ``frequencies.py``, ``force_sizes.py`` |
| what is invented | ``habits.py``, ``names.py``, ``words.py`` |
| how many, when, by whom | ``wanted.py``, ``plan.py``, ``moments.py``, ``roster.py`` |
| what an officer answers | ``scenes.py``, ``tactics.py``, ``answering.py`` |
| what becomes of a record | ``stories.py``, ``careers.py`` |
| the log in its order, and writing it | ``chronicle.py``, ``lanes.py``, ``loading.py`` |

Decision. A thing's chances are drawn from a source of its own, seeded by what it is (seed, force,
kind, number). Consequence: the same seed gives the same bytes, whatever else is generated beside
it, in whichever order, by however many processes. Kept by ``tests/demo/test_repeating.py``.

Decision. Every event is decided by the domain's own commands. Consequence: nothing is in the log
that a person could not have brought about, and a rule that is added tomorrow is a failing test
here. Kept by ``tests/demo/test_generated_records.py``.
"""
