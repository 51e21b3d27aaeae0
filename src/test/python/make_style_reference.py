"""Fits the regressions of style control with statsmodels and R, for the Java tests to compare.

Usage: python make_style_reference.py OUTPUT.json

Written for numpy, statsmodels, and R with the package sandwich; their versions are written beside the figures. Rows are
preferred less other, as the Java code has them; the logistic fits see each second one turned round, with label 0, which a
fit without an intercept must not notice.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats

NAMES = ["margin", "length", "headings", "list-items", "bold", "code"]
REPORTED = 5

R_SCRIPT = """
library(sandwich)
data <- read.csv("FOLDER/data.csv")
fit <- glm(y ~ 0 + x1 + x2 + x3 + x4 + x5 + x6, family = binomial, data = data, control = list(epsilon = 1e-14, maxit = 100))
errors <- sqrt(diag(vcovCL(fit, cluster = data$prompt, type = "HC1", cadjust = TRUE)))
write(format(c(coef(fit), errors), digits = 17), "FOLDER/out.txt", ncolumns = 1)
write(c(R.version.string, as.character(packageVersion("sandwich"))), "FOLDER/versions.txt")
"""


def ratio(a, b):
    total = a + b
    return np.where(total > 0, (a - b) / np.maximum(total, 1), 0.0)


def data(seed, prompts, per_prompt):
    """Amounts of characters and marks of both responses, rewards, and prompts that share a quality and a taste."""
    random = np.random.default_rng(seed)
    prompt = np.repeat(np.arange(prompts), random.integers(1, per_prompt + 1, prompts))
    n = len(prompt)
    base = random.normal(6.5, 0.8, prompts)[prompt]
    amounts = []
    for _ in range(2):
        characters = np.round(np.exp(base + random.normal(0, 0.5, n))) + 1
        marks = [random.negative_binomial(1, p, n) * (random.random(n) < 0.6) for p in (0.5, 0.2, 0.3, 0.4)]
        amounts.append(np.column_stack([characters] + marks))
    style = np.column_stack([ratio(amounts[0][:, i], amounts[1][:, i]) for i in range(REPORTED)])
    quality = random.normal(0, 1, n)
    taste = random.normal(0.4, 0.6, prompts)[prompt]
    margin = (0.7 * quality + 1.1 * style[:, 0] + 0.5 * style[:, 3] + random.normal(0, 0.8, n)).astype(np.float32)
    logit = 0.9 * quality + 1.5 * taste * style[:, 0] + 0.3 * style[:, 1] + 0.4 * style[:, 3] + taste * 0.2
    swap = random.random(n) > 1 / (1 + np.exp(-logit))
    amounts[0][swap], amounts[1][swap] = amounts[1][swap].copy(), amounts[0][swap].copy()
    margin[swap] *= -1
    style[swap] *= -1
    return prompt, amounts, margin.astype(float), style


def in_r(x, y, prompt):
    with tempfile.TemporaryDirectory() as folder:
        table = np.column_stack([y, prompt, x])
        header = "y,prompt," + ",".join(f"x{i + 1}" for i in range(x.shape[1]))
        np.savetxt(Path(folder) / "data.csv", table, delimiter=",", header=header, comments="", fmt="%.17g")
        script = Path(folder) / "fit.R"
        script.write_text(R_SCRIPT.replace("FOLDER", folder))
        subprocess.run(["Rscript", str(script)], check=True)
        values = [float(line) for line in (Path(folder) / "out.txt").read_text().split()]
        versions = (Path(folder) / "versions.txt").read_text().strip().splitlines()
    k = x.shape[1]
    return values[:k], values[k:], f"{versions[0]}, sandwich {versions[1]}"


def main():
    prompt, amounts, margin, style = data(20261123, 120, 4)
    n = len(prompt)
    least_squares = sm.OLS(margin, style).fit()

    scale = 1.25
    x = np.column_stack([margin / scale, style])
    turned = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    y = (turned + 1) / 2
    design = x * turned[:, None]
    logistic = sm.Logit(y, design).fit(
        method="newton", tol=1e-14, maxiter=200, disp=0,
        cov_type="cluster", cov_kwds={"groups": prompt, "use_correction": True},
    )
    r_values, r_errors, r_version = in_r(design, y, prompt)
    quantile = float(stats.t.ppf(0.975, len(set(prompt)) - 1))

    result = {
        "statsmodels": f"statsmodels {statsmodels.__version__} (numpy {np.__version__}, scipy {scipy.__version__})",
        "r": r_version,
        "names": NAMES,
        "prompts": prompt.tolist(),
        "preferred": amounts[0].astype(int).tolist(),
        "other": amounts[1].astype(int).tolist(),
        "margins": margin.tolist(),
        "marginScale": scale,
        "leastSquares": least_squares.params.tolist(),
        "quantile": quantile,
        "logistic": {
            "statsmodels": {"coefficients": logistic.params.tolist(), "errors": logistic.bse.tolist()},
            "r": {"coefficients": r_values, "errors": r_errors},
        },
    }
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in result.items())
    Path(sys.argv[1]).write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
