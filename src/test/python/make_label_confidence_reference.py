"""Makes src/test/resources/io/prefscore/stats/label-confidence-reference.json: fixed margins of labelled comparisons, and what
scipy and scikit-learn say of them.

    python3 make_label_confidence_reference.py OUTPUT.json

T and e are found by scipy's minimisers from many starts, on the two parameters at once, whereas the Java code searches a curve
in T with e solved for within. The rising shares are those of sklearn.isotonic.IsotonicRegression.
"""

import json
import sys
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression

SEED = 20261123
WIDTH = 0.25
MOST_NOISE = 0.49
KNOWN_NOISE = 0.1

random = np.random.default_rng(SEED)


def draw(count, spread, temperature, noise):
    """Margins whose labels are right as often as a temperature says, and then wrong with a probability."""
    sizes = np.abs(random.normal(0, spread, count))
    right = random.random(count) < expit(sizes / temperature)
    right ^= random.random(count) < noise
    return np.where(right, sizes, -sizes)


def histogram(margins):
    bins, counts = np.unique(np.floor(margins / WIDTH).astype(int), return_counts=True)
    return bins, counts, (bins + 0.5) * WIDTH


def log_likelihood(margins, counts, temperature, noise):
    return counts @ np.log(noise + (1 - 2 * noise) * expit(margins / temperature))


def fit(margins, counts):
    best = None
    for log_temperature in np.linspace(-3, 5, 9):
        for noise in (0.0, 0.01, 0.1, 0.3):
            found = minimize(
                lambda x: -log_likelihood(margins, counts, np.exp(x[0]), x[1]),
                (log_temperature, noise),
                method="L-BFGS-B",
                bounds=((-5, 6), (0, MOST_NOISE)),
                options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 10_000},
            )
            polished = minimize(
                lambda x: -log_likelihood(margins, counts, np.exp(x[0]), min(max(x[1], 0), MOST_NOISE)),
                found.x,
                method="Nelder-Mead",
                options={"xatol": 1e-10, "fatol": 1e-11, "maxiter": 10_000},
            )
            if best is None or polished.fun < best.fun:
                best = polished
    noise = min(max(best.x[1], 0), MOST_NOISE)
    return {"temperature": np.exp(best.x[0]), "noise": noise, "logLikelihood": -best.fun}


def fit_known(margins, counts, noise):
    tried = np.linspace(-5, 6, 111)
    start = tried[np.argmax([log_likelihood(margins, counts, np.exp(x), noise) for x in tried])]
    found = minimize_scalar(
        lambda x: -log_likelihood(margins, counts, np.exp(x), noise),
        bounds=(start - 0.1, start + 0.1),
        method="bounded",
        options={"xatol": 1e-12},
    )
    return {"temperature": np.exp(found.x), "noise": noise, "logLikelihood": -found.fun}


def isotonic(margins, counts):
    sizes = np.unique(np.abs(margins))
    agreeing = np.array([counts[margins == size].sum() for size in sizes])
    trials = np.array([counts[np.abs(margins) == size].sum() for size in sizes])
    shares = IsotonicRegression().fit(sizes, agreeing / trials, sample_weight=trials).predict(sizes)
    return {"agreeing": agreeing.tolist(), "trials": trials.tolist(), "shares": shares.tolist()}


def case(name, margins):
    bins, counts, centres = histogram(margins)
    return {
        "name": name,
        "bins": bins.tolist(),
        "counts": counts.tolist(),
        "fitted": fit(centres, counts),
        "known": fit_known(centres, counts, KNOWN_NOISE),
        "clean": fit_known(centres, counts, 0.0),
        "isotonic": isotonic(centres, counts),
    }


def main():
    cases = [
        case("a strong model and a tenth of the labels wrong", draw(8_000, 5, 1, 0.1)),
        case("a weak model and a fifth of the labels wrong", draw(20_000, 1, 0.8, 0.2)),
        case("a model whose temperature explains all", draw(8_000, 3, 2, 0)),
        case("sixty comparisons", draw(60, 4, 1, 0.15)),
        case("margins with long tails", 3 * draw(4_000, 1, 0.5, 0.05) * random.chisquare(1, 4_000)),
    ]
    reference = {
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
        "width": WIDTH,
        "cases": cases,
    }
    Path(sys.argv[1]).write_text(json.dumps(reference) + "\n")


main()
