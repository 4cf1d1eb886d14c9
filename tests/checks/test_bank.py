"""The bank: each mistake is rejected and named, none is taken for another, and no probe is there in vain."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from gru_course.checks.bank import (
    EditDoesNotFit,
    alone,
    build,
    confusions,
    edited,
    fitting,
    kill_matrix,
    mutants,
    pairs,
    separate,
)
from gru_course.checks.catalogue import EXERCISES
from gru_course.checks.exercise import PUBLIC_SEED
from gru_course.checks.observe import run
from gru_course.checks.outcome import distance, same
from gru_course.checks.probes import copied, key, leaves
from tests.checks.trying import (
    DESIGNS,
    FUNCTIONS,
    OF_ARRAYS,
    OFFICIAL_SEED,
    as_answer,
    right_but,
    shapes,
    shows,
    verdict,
)

MOST_PAIRS = 12
KNOWING = [exercise for exercise in EXERCISES.values() if exercise.misconceptions]
MUTANTS = {exercise.name: list(mutants(exercise)) for exercise in KNOWING}
MISCONCEPTIONS = [(exercise, each) for exercise in KNOWING for each in exercise.misconceptions]


def labels(cases):
    """``reset_gate: no-bias 0``: exercise, mistake, way."""
    seen = {}
    names = []
    for exercise, mutant in cases:
        name = f"{exercise.name}: {'+'.join(m.id for m in mutant.misconceptions)}"
        names.append(f"{name} {seen.setdefault(name, 0)}")
        seen[name] += 1
    return names


each_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
each_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
each_of_arrays = pytest.mark.parametrize("exercise", OF_ARRAYS, ids=lambda exercise: exercise.name)
each_misconception = pytest.mark.parametrize(
    ("exercise", "misconception"), MISCONCEPTIONS, ids=[f"{e.name}: {m.id}" for e, m in MISCONCEPTIONS]
)


def declared(exercise, one):
    """Ids of the mistakes that are declared to give the same numbers as this one."""
    return set(exercise.misconception(one).same_as) | {
        other.id for other in exercise.misconceptions if one in other.same_as
    }


# --- one mistake --------------------------------------------------------------------------------------------


@each_misconception
def test_every_mistake_is_rejected_and_named_in_every_way_it_is_written(exercise, misconception):
    names = {misconception.id, *declared(exercise, misconception.id)}
    ways = [mutant for mutant in MUTANTS[exercise.name] if mutant.misconceptions == (misconception,)]
    tries = [(mutant, OFFICIAL_SEED) for mutant in ways] + [(ways[0], PUBLIC_SEED), (ways[-1], 11)]
    for mutant, seed in tries:
        found = verdict(exercise, as_answer(exercise, mutant.function), seed)
        assert not found, mutant.source
        assert found.misconception in names, mutant.source
        assert found.hint
        assert found.mistake


@each_exercise
def test_no_two_mistakes_are_confused_unless_they_are_declared_the_same(exercise):
    found = confusions(exercise, OFFICIAL_SEED)
    assert [(one, other) for one, other in found if other not in declared(exercise, one)] == []


@each_exercise
def test_mistakes_that_are_declared_the_same_are_the_same(exercise):
    calls = exercise.calls(OFFICIAL_SEED, fresh=3)
    made = {}
    for mutant in mutants(exercise):
        made.setdefault(mutant.misconceptions[0].id, []).append(run(mutant.function, exercise, calls))
    for misconception in exercise.misconceptions:
        for other, reason in misconception.same_as.items():
            assert other in made, f"{misconception.id} is the same as {other}, which is not in the bank"
            assert len(reason) > 15, "say why"
            assert any(
                all(same(a, b, exercise.tolerance) for a, b in zip(first, second, strict=True))
                for first in made[misconception.id]
                for second in made[other]
            ), f"{misconception.id} and {other} differ"


def test_a_design_has_no_mistakes_in_the_bank_since_none_could_be_named():
    assert [exercise.name for exercise in DESIGNS if exercise.misconceptions] == []


# --- words --------------------------------------------------------------------------------------------------


@each_exercise
def test_ids_and_names_are_well_formed_and_given_once(exercise):
    ids = [each.id for each in exercise.misconceptions]
    names = [each.name for each in exercise.misconceptions]
    assert len({each.lower() for each in ids}) == len(ids)
    assert len(set(names)) == len(names)
    assert [each for each in ids if not re.fullmatch(r"\w+(-\w+)*", each)] == []
    assert [each for each in names if len(each) < 4 or each.endswith((".", "!", "?")) or "\n" in each] == []
    assert "right" not in ids  # the name that `separate` has for the right answer


@each_exercise
def test_every_mistake_has_a_hint_in_whole_sentences_that_does_not_give_the_line_away(exercise):
    lines = {line.strip() for line in exercise.source.splitlines() if len(line.strip()) > 15}
    for each in exercise.misconceptions:
        assert each.ways, each.id
        assert 15 <= len(each.hint) <= 350, each.id
        assert each.hint.rstrip("'\")").endswith((".", "?", ":")), each.id
        assert "!" not in each.hint.replace("!=", ""), each.id
        assert not any(line in each.hint for line in lines), each.id
        assert not each.elsewhere or each.elsewhere.endswith("."), each.id


@each_exercise
def test_every_exercise_says_what_it_is(exercise):
    assert exercise.points > 0
    assert exercise.minutes > 0
    assert re.fullmatch(r"0[1-7]_[a-z_]+", exercise.notebook)
    assert len(exercise.hints) == 3
    assert len(set(exercise.hints)) == 3
    assert all(len(hint) > 20 and hint.rstrip("'\")").endswith((".", "?", ":")) for hint in exercise.hints)
    assert exercise.outputs
    assert exercise.title


# --- two mistakes at once -----------------------------------------------------------------------------------


def sampled_pairs():
    """Some pairs of each exercise, from all over the bank, each tried on one of the seeds."""
    for exercise in KNOWING:
        every = list(fitting(exercise))
        step = max(1, len(every) // MOST_PAIRS)
        yield from ((exercise, mutant) for mutant in every[step // 2 :: step])


PAIRS = list(sampled_pairs())


@pytest.mark.parametrize(("exercise", "pair"), PAIRS, ids=labels(PAIRS))
def test_two_mistakes_at_once_are_rejected_and_named_by_the_one_that_mends_most(exercise, pair):
    mutant = pair.made(exercise)
    calls = exercise.calls(OFFICIAL_SEED, fresh=5)
    if not any(shows(exercise, mutant.function, calls)):
        pytest.skip("these two cancel each other: the result is right")
    found = verdict(exercise, as_answer(exercise, mutant.function), OFFICIAL_SEED)
    assert not found, mutant.source
    full = [call for call in calls if call.role == "full"]
    made = run(mutant.function, exercise, full)
    if any(outcome.problem is not None for outcome in made):
        return  # an exception or a wrong type tells of itself
    (first, *_), *_ = [outcome.arrays for outcome in made]
    if exercise.kind == "value" and first.size == 1 and first == first.round(1):
        return  # a guess such as 0.5 is not taken for one of hundreds of pairs
    assert found.misconception is not None, mutant.source
    for single in mutants(exercise):  # two mistakes may come to the same as one
        if alike(run(single.function, exercise, full), made, exercise):
            return
    if found.misconception in mends_most(exercise, mutant, full):
        return
    others = [  # another two may come to the same, and be found first
        other
        for other in pairs(exercise)
        if other.misconceptions != mutant.misconceptions
        and alike(run(other.function, exercise, full), made, exercise)
    ]
    assert found.misconception in {each.id for other in others for each in other.misconceptions}


def alike(one, other, exercise):
    return all(same(a, b, exercise.tolerance) for a, b in zip(one, other, strict=True))


def mends_most(exercise, mutant, full):
    """The mistake, or both if it makes no odds, after whose mending the least error is left."""
    right = run(exercise.reference, exercise, full)
    errors = []
    for left in reversed(list(alone(exercise, mutant))):  # mending one leaves the other
        made = run(left, exercise, full)
        errors.append(sum(distance(a, b) for a, b in zip(made, right, strict=True)))
    least = min(errors)
    return {
        each.id
        for each, error in zip(mutant.misconceptions, errors, strict=True)
        if error <= least * (1 + 1e-9) or error == least
    }


# --- no probe is redundant ----------------------------------------------------------------------------------


@each_of_arrays
def test_each_small_input_is_the_smallest_that_shows_some_mistake(exercise):
    calls = exercise.calls(PUBLIC_SEED, fresh=0)
    first = set()
    for mutant in mutants(exercise):
        shown = shows(exercise, mutant.function, calls)
        first.add(calls[shown.index(True)].label)
    small = {call.label for call in calls if call.role == "small"}
    assert small - first == set(), "no mistake is shown by these first: see Exercise.small"


@each_of_arrays
def test_without_the_second_full_input_a_chance_agreement_would_be_called_a_mistake(exercise):
    one, *more = [call for call in exercise.calls() if call.role == "full"]
    assert all(shapes(one.arguments) != shapes(each.arguments) for each in more)
    later = {each.label for each in more}
    assert later
    full = [call for call in exercise.calls(0, 0) if call.role == "full"]
    right = run(exercise.reference, exercise, full)
    mistaken = next(
        mutant
        for mutant in mutants(exercise)
        for outcome, expected in [(run(mutant.function, exercise, full)[0], right[0])]
        if outcome.problem is None
        and outcome.shapes == expected.shapes
        and distance(outcome, expected) > 0.01
    )
    spoil = right_but(exercise, lambda arguments: True)

    def agrees_with_a_mistake_by_chance(*arguments):
        given = dict(zip(one.arguments, arguments, strict=True))
        return (mistaken.function if shapes(given) == shapes(one.arguments) else spoil)(*arguments)

    named = verdict(exercise, agrees_with_a_mistake_by_chance, keep=lambda call: call.label not in later)
    assert named.misconception == mistaken.misconceptions[0].id
    both = verdict(exercise, agrees_with_a_mistake_by_chance)
    assert not both
    assert both.misconception != mistaken.misconceptions[0].id


def memorises_the_public_inputs(exercise):
    known = {key(call.arguments) for call in exercise.calls() if call.role != "fresh"}
    return right_but(exercise, lambda arguments: key(arguments) not in known)


def remembers_its_last_answer(exercise):
    """Right the first time, and wrong when it is asked the same again at once."""
    seen = set()

    def goes_wrong(arguments):
        known = key(arguments) in seen
        seen.add(key(arguments))
        return known

    return right_but(exercise, goes_wrong)


def takes_near_for_equal(exercise):
    """A cache whose key is too coarse, and leaves one argument out."""
    kept = []
    full = shapes(next(call for call in exercise.calls(0, 0) if call.role == "full").arguments)

    def goes_wrong(arguments):
        if shapes(arguments) != full:
            return False
        off = [differences(arguments, old) for old in kept]
        kept.append(copied(arguments))
        return any(sum(each > 0 for each in one) == 1 and max(one) < 3 for one in off)

    return right_but(exercise, goes_wrong)


def differences(one, other):
    return [np.abs(a - b).max() for (_, a), (_, b) in zip(leaves(one), leaves(other), strict=True)]


def treats_a_single_row_in_its_own_way(exercise):
    (row,) = [call for call in exercise.calls(0, 0) if call.role == "row"]
    return right_but(exercise, lambda arguments: shapes(arguments) == shapes(row.arguments))


def overflows(exercise):
    return right_but(exercise, lambda arguments: any(np.abs(a).max() > 50 for _, a in leaves(arguments)))


CHEATERS = {
    "fresh": memorises_the_public_inputs,
    "again": remembers_its_last_answer,
    "moved": takes_near_for_equal,
    "row": treats_a_single_row_in_its_own_way,
    "extreme": overflows,
}


@each_function
@pytest.mark.parametrize("role", CHEATERS)
def test_each_kind_of_call_catches_what_no_other_does(exercise, role):
    if role not in {call.role for call in exercise.calls()}:
        pytest.skip(f"{exercise.name} has no such call")
    if role == "extreme":
        ordinary = [call for call in exercise.calls() if call.role not in ("extreme", "fresh")]
        largest = max(np.abs(array).max() for call in ordinary for _, array in leaves(call.arguments))
        assert largest < 50
    cheater = CHEATERS[role]
    assert verdict(exercise, cheater(exercise), keep=lambda call: call.role != role)
    found = verdict(exercise, cheater(exercise))
    assert not found
    assert found.misconception is None


@each_of_arrays
def test_sizes_are_all_different_biases_and_states_are_not_zero(exercise):
    for call in exercise.calls():
        if call.role in ("small", "full", "fresh"):
            assert all(np.all(array != 0) for _, array in leaves(call.arguments)), call.label


@each_exercise
def test_the_same_seed_gives_the_same_inputs_and_another_seed_gives_others(exercise):
    one, again, other = (exercise.calls(seed, fresh=1) for seed in (5, 5, 6))
    assert [key(a.arguments) for a in one] == [key(b.arguments) for b in again]
    if exercise in OF_ARRAYS:
        differ = [key(a.arguments) != key(b.arguments) for a, b in zip(one, other, strict=True)]
        assert all(differ[:-1])
        unseen = [exercise.calls(5)[-1] for _ in range(2)]
        assert key(unseen[0].arguments) != key(unseen[1].arguments)


@pytest.mark.parametrize("seed", range(20))
def test_every_state_that_a_gate_is_asked_for_lies_between_the_two_that_were_blended(seed):
    exercise = EXERCISES["z_from_states"]
    for call in exercise.calls(seed, fresh=seed):
        z = exercise.reference(**call.arguments)
        assert z.min() > -1e-9, call.label
        assert z.max() < 1 + 1e-9, call.label


def test_the_unseen_input_is_none_of_the_others_whatever_chance_draws():
    """Of b_z with two decimals there are a few dozen, and one in a hundred draws meets one of the others."""
    exercise = EXERCISES["memory_length"]
    met = 0
    for fresh in range(300):
        *others, unseen = exercise.calls(PUBLIC_SEED, fresh)
        seen = [call.arguments for call in others]
        met += exercise.draw(np.random.default_rng(fresh), exercise.fresh) in seen
        assert unseen.arguments not in seen
    assert met > 0


def test_two_calls_have_one_key_exactly_if_they_are_given_the_same():
    call = {"D": 2, "x": np.arange(6.0).reshape(2, 3)}
    same_again = {"D": 2, "x": np.arange(6.0).reshape(2, 3)}
    others = [
        {"D": 3, "x": call["x"]},
        {"D": 2, "x": call["x"].reshape(3, 2)},
        {"D": 2, "x": call["x"].astype(np.float32)},
        {"D": 2, "x": call["x"] + 1e-9},
        {"D": 2, "y": call["x"]},
    ]
    assert key(call) == key(same_again)
    assert key(call) not in [key(other) for other in others]


def test_drawing_inputs_leaves_the_learners_random_numbers_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    for exercise in EXERCISES.values():
        exercise.calls()
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


# --- the tables ---------------------------------------------------------------------------------------------


@each_exercise
def test_the_kill_matrix_has_a_row_for_each_mistake_and_each_is_killed(exercise):
    matrix = kill_matrix(exercise)
    assert list(matrix) == [each.id for each in exercise.misconceptions]
    columns = [call.label for call in exercise.calls()]
    for name, row in matrix.items():
        assert list(row) == columns
        if exercise.kind == "value" or len(exercise.misconception(name).ways) == 1:
            assert any(row.values()), name


def test_confusions_finds_two_mistakes_that_are_one():
    exercise = EXERCISES["reset_gate"]
    twice = replace(exercise.misconception("no-bias"), id="no-bias-again")
    assert confusions(replace(exercise, misconceptions=(exercise.misconception("no-bias"), twice))) == [
        ("no-bias", "no-bias-again")
    ]


def test_an_edit_that_does_not_fit_exactly_once_is_an_error():
    assert edited("a + b + b", [("a", "c")]) == "c + b + b"
    for right in ("b", "d"):
        with pytest.raises(EditDoesNotFit, match=f"'{right}' occurs"):
            edited("a + b + b", [(right, "")])


@pytest.mark.parametrize(
    "source",
    [
        "def reset_gate(x, h_prev, W_r, b_r):\n    return 7\n",
        "import math\n\ndef reset_gate(x, h_prev, W_r, b_r):\n    return 7\n",
        "def helper(x):\n    return 7\n\ndef reset_gate(x, h_prev, W_r, b_r):\n    return helper(x)\n",
        "def reset_gate(x, h_prev, W_r, b_r):\n    return helper(x)\n\ndef helper(x):\n    return 7\n",
        "def of_another_name(x, h_prev, W_r, b_r):\n    return 7\n",
        "seven = 7\ndef other(*_):\n    return seven\n",
    ],
)
def test_the_source_of_a_mistake_may_hold_imports_and_helpers(source):
    assert build(EXERCISES["reset_gate"], source)(1, 2, 3, 4) == 7


def test_a_mistake_that_never_ends_is_named_and_hangs_nothing():
    """Two mistakes at once may make a loop endless, and they run where the learner works."""
    exercise = next(each for each in FUNCTIONS if each.name == "reset_gate")
    source = (
        "def reset_gate(x, h_prev, W_r, b_r):\n    while True:\n        while x is x:\n            pass\n"
    )
    endless = replace(exercise.misconceptions[0], id="never-ends", ways=(source,))
    knowing = replace(exercise, misconceptions=(endless,))

    def never_ends(x, h_prev, W_r, b_r):
        while True:
            pass

    found = verdict(knowing, never_ends, patience=0.2)
    assert (found.status, found.misconception) == ("error", "never-ends")
    assert verdict(knowing, lambda *arguments: 2 * exercise.reference(*arguments)).misconception is None


# --- what separates two hypotheses --------------------------------------------------------------------------


@each_function
def test_the_smallest_input_that_separates_two_hypotheses_is_found_both_ways_round(exercise):
    ids = ["right", *(each.id for each in exercise.misconceptions)]
    if len(ids) > 2:
        ids = [ids[0], ids[1], ids[-1]]
    for one, other in combinations(ids, 2):
        if other in (declared(exercise, one) if one != "right" else ()):
            continue
        found, reverse = separate(one, other, exercise.name), separate(other, one, exercise.name)
        assert found.call.label == reverse.call.label
        assert not same(found.first, found.second) or found.first.changed != found.second.changed
        assert same(found.first, reverse.second)
        calls = exercise.calls(PUBLIC_SEED, fresh=PUBLIC_SEED)
        before = calls[: [call.label for call in calls].index(found.call.label)]
        functions = [
            exercise.reference
            if name == "right"
            else next(m.function for m in mutants(exercise) if m.misconceptions[0].id == name)
            for name in (one, other)
        ]
        for first, second in zip(*(run(f, exercise, before) for f in functions), strict=True):
            assert same(first, second, exercise.tolerance)
        assert one in str(found)
        assert other in str(found)
        assert f"{exercise.name}(" in str(found)


def test_hypotheses_may_be_named_with_spaces():
    assert separate("no bias", "Right", "reset_gate").call.label == "small 1"


def test_what_cannot_be_separated_says_so():
    with pytest.raises(KeyError, match="No exercise knows both"):
        separate("no bias", "no such thing")
    with pytest.raises(KeyError, match="no exercise 'reset'"):
        separate("no bias", "right", "reset")
    with pytest.raises(ValueError, match="same numbers for reset_gate"):
        separate("no bias", "no-bias", "reset_gate")


def test_a_mistake_that_is_not_in_the_bank_is_refused_with_the_ones_that_are():
    with pytest.raises(KeyError, match="no-bias"):
        EXERCISES["reset_gate"].misconception("nonsense")
