"""Reference figures for fits of scaling laws, by scipy.

Writes the points and scipy's optimum of the parametric fit of Hoffmann et al. (arXiv 2203.15556, approach 3): Huber loss with
delta = 1e-3 on residuals of log L, L-BFGS-B with the analytic gradient from each of the 4,500 starts of the grid.

    python src/test/python/make_scaling_reference.py src/test/resources/io/prefscore/scaling/hoffmann.json
"""

import itertools
import json
import sys
import time

import numpy
import scipy
from scipy.optimize import minimize

A, B, E, ALPHA, BETA = 406.4, 410.7, 1.69, 0.34, 0.28
DELTA = 1e-3
SEED = 20261123


def points():
    """Sizes from 44 million to 16 billion, six to twelve amounts of tokens each, with 1 % noise on the loss."""
    random = numpy.random.default_rng(SEED)
    sizes = numpy.geomspace(44e6, 16e9, 16)
    runs = [(n, d) for n in sizes for d in n * numpy.geomspace(2, 200, 8) if d <= 5e11]
    n, d = numpy.array(runs).T
    loss = (E + A / n**ALPHA + B / d**BETA) * numpy.exp(0.01 * random.standard_normal(len(n)))
    return n, d, loss


def objective(parameters, log_n, log_d, log_loss):
    a, b, e, alpha, beta = parameters
    terms = numpy.stack([a - alpha * log_n, b - beta * log_d, numpy.full_like(log_n, e)])
    top = terms.max(axis=0)
    log_sum = top + numpy.log(numpy.exp(terms - top).sum(axis=0))
    shares = numpy.exp(terms - log_sum)
    residual = log_sum - log_loss
    size = numpy.abs(residual)
    value = numpy.where(size <= DELTA, residual**2 / 2, DELTA * (size - DELTA / 2)).sum()
    slope = numpy.clip(residual, -DELTA, DELTA)
    gradient = numpy.array([
        (slope * shares[0]).sum(), (slope * shares[1]).sum(), (slope * shares[2]).sum(),
        -(slope * shares[0] * log_n).sum(), -(slope * shares[1] * log_d).sum(),
    ])
    return value, gradient


def main(path):
    n, d, loss = points()
    arguments = (numpy.log(n), numpy.log(d), numpy.log(loss))
    exponents = [0, 0.5, 1, 1.5, 2]
    amounts = [0, 5, 10, 15, 20, 25]
    starts = list(itertools.product(amounts, amounts, [-1, -0.5, 0, 0.5, 1], exponents, exponents))
    started = time.perf_counter()
    options = {"maxiter": 15000, "maxfun": 15000, "ftol": 1e-15, "gtol": 1e-12}
    fits = [minimize(objective, start, arguments, "L-BFGS-B", jac=True, options=options) for start in starts]
    seconds = time.perf_counter() - started
    best = min(fits, key=lambda fit: fit.fun)
    a, b, e, alpha, beta = best.x
    reference = {
        "made with": f"numpy {numpy.__version__}, scipy {scipy.__version__}",
        "starts": len(starts),
        "seconds": round(seconds, 1),
        "objective": best.fun,
        "parameters": {"E": numpy.exp(e), "A": numpy.exp(a), "B": numpy.exp(b), "α": alpha, "β": beta},
        "n": n.tolist(),
        "d": d.tolist(),
        "loss": loss.tolist(),
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(reference, file, indent=1, ensure_ascii=False)
    print(len(n), "points,", len(starts), "starts,", seconds, "s, objective", best.fun, reference["parameters"])


if __name__ == "__main__":
    main(sys.argv[1])
