"""clip_by_norm(dW, db, limit): right answers written in many ways, and wrong ones by name."""

import math

import numpy as np

import gru_course as gc


def with_if(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    if norm > limit:
        return dW * limit / norm, db * limit / norm
    return dW, db


def with_min(dW, db, limit):
    scale = min(1.0, limit / np.sqrt((dW * dW).sum() + (db * db).sum()))
    return scale * dW, scale * db


def with_max(dW, db, limit):
    norm = math.sqrt(np.vdot(dW, dW) + db @ db)
    return [dW * (limit / max(norm, limit)), db * (limit / max(norm, limit))]


def norms_of_norms(dW, db, limit):
    norm = np.linalg.norm([np.linalg.norm(dW), np.linalg.norm(db)])
    return (dW, db) if norm <= limit else (dW / norm * limit, db / norm * limit)


def by_hypot(dW, db, limit):
    norm = np.hypot(np.linalg.norm(dW), np.linalg.norm(db))
    scale = np.where(norm > limit, limit / norm, 1)
    return dW * scale, db * scale


def one_long_vector(dW, db, limit):
    flat = np.concatenate([dW.ravel(), db])
    norm = np.linalg.norm(flat)
    if norm > limit:
        flat = flat * (limit / norm)
    return flat[: dW.size].reshape(dW.shape), flat[dW.size :]


def loop_over_both(dW, db, limit):
    grads = [dW, db]
    total = 0
    for g in grads:
        total += (g**2).sum()
    norm = total**0.5
    if norm >= limit:
        grads = [g * limit / norm for g in grads]
    return tuple(grads)


def number_by_number(dW, db, limit):
    norm = math.sqrt(sum(v * v for v in [*dW.flat, *db.flat]))
    print("norm", norm)
    scale = limit / norm if norm > limit else 1
    return [[v * scale for v in row] for row in dW], [v * scale for v in db]


def with_a_small_number(dW, db, limit):
    norm = np.sqrt((dW**2).sum() + (db**2).sum())
    scale = limit / (norm + 1e-6)
    return (dW * scale, db * scale) if scale < 1 else (dW.copy(), db.copy())


def copies_in_place(dW, db, limit):
    dW, db = dW.copy(), db.copy()
    norm = np.sqrt(np.einsum("ij,ij->", dW, dW) + np.einsum("i,i->", db, db))
    if norm > limit:
        dW *= limit / norm
        db *= limit / norm
    return dW, db


def by_the_course(dW, db, limit):
    from gru_course.nn.params import Params

    clipped, _ = gc.clip_by_global_norm(Params(dW=dW, db=db), limit)
    return clipped.dW, clipped.db


in_float32 = lambda dW, db, limit: with_min(dW.astype("f4"), db.astype("f4"), limit)  # noqa: E731

RIGHT = [
    with_if,
    with_min,
    with_max,
    norms_of_norms,
    by_hypot,
    one_long_vector,
    loop_over_both,
    number_by_number,
    with_a_small_number,
    copies_in_place,
    by_the_course,
    in_float32,
]


def each_by_itself(dW, db, limit):
    out = []
    for g in (dW, db):
        norm = np.linalg.norm(g)
        out.append(g * limit / norm if norm > limit else g)
    return tuple(out)


def always_scaled(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    return dW * limit / norm, db * limit / norm


def result_thrown_away(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    if norm > limit:
        dW * limit / norm
        db * limit / norm
    return dW, db


def loop_variable_only(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    for g in (dW, db):
        if norm > limit:
            g = g * limit / norm
    return dW, db


def values_clipped(dW, db, limit):
    return np.clip(dW, -limit, limit), np.clip(db, -limit, limit)


def root_forgotten(dW, db, limit):
    norm = np.sum(dW**2) + np.sum(db**2)
    return (dW * limit / norm, db * limit / norm) if norm > limit else (dW, db)


def norms_summed(dW, db, limit):
    norm = np.linalg.norm(dW) + np.linalg.norm(db)
    return (dW * limit / norm, db * limit / norm) if norm > limit else (dW, db)


def weights_only_in_norm(dW, db, limit):
    norm = np.linalg.norm(dW)
    return (dW * limit / norm, db * limit / norm) if norm > limit else (dW, db)


def comparison_turned(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    return (dW * limit / norm, db * limit / norm) if norm < limit else (dW, db)


def fraction_turned(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    return (dW * norm / limit, db * norm / limit) if norm > limit else (dW, db)


def unit_length(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    return (dW / norm, db / norm) if norm > limit else (dW, db)


def forgot_db(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    if norm > limit:
        dW = dW * limit / norm
    return dW, db


def in_place(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    if norm > limit:
        dW *= limit / norm
        db *= limit / norm
    return dW, db


def one_of_two(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    return dW * min(1, limit / norm)


def norm_too(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    scale = min(1, limit / norm)
    return dW * scale, db * scale, norm


def return_inside_if(dW, db, limit):
    norm = np.sqrt(np.sum(dW**2) + np.sum(db**2))
    if norm > limit:
        return dW * limit / norm, db * limit / norm


def each_by_itself_always(dW, db, limit):
    return dW * limit / np.linalg.norm(dW), db * limit / np.linalg.norm(db)


def weights_only_and_always(dW, db, limit):
    norm = np.linalg.norm(dW)
    return dW * limit / norm, db * limit / norm


def root_forgotten_and_db(dW, db, limit):
    norm = np.sum(dW**2) + np.sum(db**2)
    return (dW * limit / norm, db) if norm > limit else (dW, db)


WRONG = [
    (each_by_itself, "per-array"),
    (always_scaled, "small-scaled-up"),
    (result_thrown_away, "thrown-away"),
    (loop_variable_only, "thrown-away"),
    (values_clipped, "values-clipped"),
    (root_forgotten, "no-root"),
    (norms_summed, "norms-added"),
    (weights_only_in_norm, "db-not-in-norm"),
    (comparison_turned, "comparison-turned"),
    (fraction_turned, "scale-turned"),
    (unit_length, "scaled-to-one"),
    (forgot_db, "only-dW"),
    (in_place, "written-into-gradients"),
    (one_of_two, "one-array-only"),
    (norm_too, "scale-or-norm-returned"),
    (return_inside_if, "nothing-for-short"),
    (each_by_itself_always, "per-array"),
    (weights_only_and_always, "db-not-in-norm"),
    (root_forgotten_and_db, "no-root"),
]


def squares_added_by_broadcasting(dW, db, limit):
    norm = np.sqrt((dW**2 + db**2).sum())
    return (dW * limit / norm, db * limit / norm) if norm > limit else (dW, db)


def root_closed_too_early(dW, db, limit):
    norm = np.sqrt((dW**2).sum()) + (db**2).sum()
    return (dW * limit / norm, db * limit / norm) if norm > limit else (dW, db)


def every_number_at_the_limit(dW, db, limit):
    if np.sqrt((dW**2).sum() + (db**2).sum()) > limit:
        return np.full_like(dW, limit), np.full_like(db, limit)
    return dW, db


WRONG += [
    (squares_added_by_broadcasting, "db-in-every-row"),
    (root_closed_too_early, "root-of-one-part"),
    (every_number_at_the_limit, "filled-with-the-limit"),
]
