"""Makes src/test/resources/io/prefscore/stats/reference.json: fixed comparisons with two models' rewards, and what numpy,
scipy, statsmodels, scikit-learn and R (survey, sandwich) say of them.

    python3 make_statistics_reference.py OUTPUT.json

Needs Rscript with those packages. Nothing here follows the Java code's way of computing: no units, no sums, no tallies.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import scipy
import scipy.optimize
import scipy.stats
import sklearn
import statsmodels
import statsmodels.api
from scipy.special import expit
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.proportion import proportion_confint

SEED = 20261123
PROMPTS = 240
FOLDS = 5
QUANTILES = [5, 25, 50, 75, 95]
BOOTSTRAP = 4000

R_SCRIPT = """
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages({library(survey); library(sandwich)})
data <- read.csv(arguments[1])
options(digits = 17)
say <- function(name, value) cat(name, format(value, digits = 17), "\\n")
for (column in c("loss", "calibrated", "brier", "margin", "reward")) {
    fit <- lm(data[[column]] ~ 1)
    robust <- sqrt(vcovCL(fit, cluster = data$prompt, type = "HC0", cadjust = TRUE)[1, 1])
    say(paste0(column, ".se"), robust)
}
design <- svydesign(ids = ~prompt, data = data, weights = ~1)
for (column in c("right", "half")) say(paste0(column, ".se"), SE(svymean(data[[column]], design))[1])
for (part in c("shorter", "longer")) {
    inside <- subset(data, data[[part]] == 1)
    fit <- lm(right ~ 1, data = inside)
    say(paste0(part, ".se"), sqrt(vcovCL(fit, cluster = inside$prompt, type = "HC0", cadjust = TRUE)[1, 1]))
}
for (name in c("R", "survey", "sandwich")) {
    version <- if (name == "R") as.character(getRversion()) else as.character(packageVersion(name))
    cat(paste0("version.", name), version, "\\n")
}
"""

random = np.random.default_rng(SEED)
expected = []
versions = {
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "statsmodels": statsmodels.__version__,
    "scikit-learn": sklearn.__version__,
}


def expect(name, value, tolerance, by):
    expected.append({"name": name, "value": float(value), "tolerance": float(tolerance), "by": by})


def make_examples():
    """Examples of two to four rated responses; all responses of one are compared with each other."""
    examples = []
    for prompt in range(PROMPTS):
        hardness = random.normal()
        for number in range(1 + random.poisson(0.4)):
            size = random.choice([2, 3, 4], p=[0.75, 0.15, 0.1])
            ratings = random.integers(1, 5, size)
            lengths = random.integers(20, 60, size) * 10 + 40 * ratings
            quality = ratings + random.normal(size=size)
            rewards = [
                np.round((0.5 * quality + hardness + random.normal(size=size)) * 4) / 4 + offset
                for offset in (0.5, -3.0)
            ]
            rewards[1] = rewards[1] + np.float32(0.001) * lengths
            rewards = np.array(rewards, dtype=np.float32)
            draw = random.random()
            if draw < 0.01:
                rewards[0][0] = np.nan
            elif draw < 0.02:
                rewards[1][0] = np.inf
            examples.append((prompt, f"{prompt}-{number}", ratings, lengths, rewards, draw > 0.985))
    return examples


def make_pairs(examples):
    pairs = []
    for prompt, name, ratings, lengths, rewards, missing in examples:
        for first in range(len(ratings)):
            for second in range(first + 1, len(ratings)):
                better, worse = (first, second) if ratings[first] >= ratings[second] else (second, first)
                style = np.round(random.normal(size=5) * [0.3, 0.2, 0.2, 0.1, 0.1], 3)
                style[0] = np.round((lengths[better] - lengths[worse]) / (lengths[better] + lengths[worse]), 3)
                pairs.append({
                    "prompt": prompt,
                    "example": name,
                    "preferred": better,
                    "other": worse,
                    "strength": int(ratings[better] - ratings[worse]),
                    "lengths": [int(lengths[better]), int(lengths[worse])],
                    "style": style.tolist(),
                    "rewards": [[float(model[better]), float(model[worse])] for model in rewards],
                    "missing": [False, bool(missing)],
                })
    return pairs


def usable(pair, model):
    return pair["strength"] != 0 and finite(pair, model)


def finite(pair, model):
    return not pair["missing"][model] and bool(np.all(np.isfinite(pair["rewards"][model])))


def margins(pairs, model):
    return np.array([pair["rewards"][model][0] - pair["rewards"][model][1] for pair in pairs])


def fit_temperature(values):
    inverse = scipy.optimize.minimize_scalar(
        lambda b: np.mean(np.logaddexp(0, -b * values)), bounds=(1e-3, 1e3), method="bounded", options={"xatol": 1e-12})
    return 1 / inverse.x


def calibrate(pairs, model):
    temperatures, style = [], []
    for fold in range(FOLDS):
        others = [pair for pair in pairs if pair["prompt"] % FOLDS != fold]
        temperatures.append(fit_temperature(margins(others, model)))
        differences = np.array([pair["style"] for pair in others])
        style.append(statsmodels.api.OLS(margins(others, model), differences).fit().params.tolist())
    return temperatures, style


def half(values):
    return (1 + np.sign(values)) / 2


def wilson(p, trials, quantile):
    return proportion_confint(p * trials, trials, alpha=2 * scipy.stats.norm.sf(quantile), method="wilson")


def expect_share(name, values, prompts, standard_error, by):
    """Wilson's interval at the effective sample size, with Student's t."""
    clusters = len(np.unique(prompts))
    p = np.mean(values)
    trials = min(len(values), p * (1 - p) / standard_error**2)
    low, high = wilson(p, trials, scipy.stats.t.ppf(0.975, clusters - 1))
    expect(name, p, 1e-12, "numpy")
    expect(name + ".low", low, 1e-9, by)
    expect(name + ".high", high, 1e-9, by)


def expect_mean(name, values, prompts, standard_error, by):
    quantile = scipy.stats.t.ppf(0.975, len(np.unique(prompts)) - 1)
    expect(name, np.mean(values), 1e-9, by.split(",")[0])
    expect(name + ".low", np.mean(values) - quantile * standard_error, 1e-9, by.split(",")[1].strip())
    expect(name + ".high", np.mean(values) + quantile * standard_error, 1e-9, by.split(",")[1].strip())


def linear_error(values, prompts, sizes=None):
    """Standard error of a ratio of sums over prompts, by statsmodels' clustered covariance of a weighted constant."""
    fit = statsmodels.api.OLS(values, np.ones(len(values))).fit()
    robust = fit.get_robustcov_results("cluster", groups=prompts, use_correction=False)
    clusters = len(np.unique(prompts))
    return np.sqrt(robust.cov_params()[0, 0] * clusters / (clusters - 1))


def ask_r(frame):
    with tempfile.TemporaryDirectory() as folder:
        table = np.column_stack(list(frame.values()))
        path = Path(folder) / "pairs.csv"
        np.savetxt(path, table, delimiter=",", header=",".join(frame), comments="", fmt="%.17g")
        (Path(folder) / "script.R").write_text(R_SCRIPT)
        answer = subprocess.run(
            ["Rscript", "script.R", "pairs.csv"], cwd=folder, check=True, capture_output=True, text=True)
    said = {}
    for line in answer.stdout.splitlines():
        name, value = line.split()
        if name.startswith("version."):
            versions[name.removeprefix("version.")] = value
        else:
            said[name] = float(value)
    return said


def confidence_bins(margin, temperature):
    confidence = expit(np.abs(margin) / temperature)
    return confidence, half(margin)


def calibration_error(confidence, agreement):
    """scikit-learn's curve wants labels of 0 and 1: each comparison goes in twice, a tie once with each."""
    labels = np.concatenate([np.ceil(agreement), np.floor(agreement)])
    twice = np.concatenate([confidence, confidence]).clip(0.5 + 1e-15)  # its bins hold their upper ends, ours the lower
    true, predicted = calibration_curve(labels, twice, n_bins=20)
    counts = np.histogram(twice, bins=np.linspace(0, 1, 21))[0]
    return np.sum(counts[counts > 0] * np.abs(true - predicted)) / len(twice)


def error_by_chance(confidence, agreement, prompts):
    """Mean size of normal gaps between confidence and agreement, whose variance is binomial times what prompts add."""
    bins = np.minimum((confidence - 0.5) * 20, 9).astype(int)
    variances, observed = [], 0
    for b in np.unique(bins):
        inside = bins == b
        c = confidence[inside].mean()
        variances.append(inside.sum() * c * (1 - c))
        gap = confidence[inside] - agreement[inside]
        observed += np.sum(np.bincount(prompts[inside], gap - gap.mean()) ** 2)
    excess = max(1, observed / np.sum(variances))
    return np.sum(np.sqrt(2 / np.pi * excess * np.array(variances))) / len(confidence)


def expect_model(pairs, examples, model, temperatures, style):
    key = f"{model}."
    used = [pair for pair in pairs if usable(pair, model)]
    prompts = np.array([pair["prompt"] for pair in used])
    folds = prompts % FOLDS
    margin = margins(used, model)
    calibrated = margin / np.array(temperatures)[folds]
    rewards = np.array([pair["rewards"][model] for pair in used])
    lengths = np.array([pair["lengths"] for pair in used])
    longer = lengths[:, 0] - lengths[:, 1]
    both = np.concatenate([rewards[:, 0], rewards[:, 1]])
    preferred = np.repeat([1, 0], len(used))
    frame = {
        "prompt": prompts,
        "loss": np.logaddexp(0, -margin),
        "calibrated": np.logaddexp(0, -calibrated),
        "brier": expit(-margin) ** 2,
        "margin": margin,
        "reward": rewards.mean(axis=1),
        "right": (margin > 0) * 1.0,
        "half": half(margin),
        "shorter": (longer < 0) * 1,
        "longer": (longer > 0) * 1,
    }
    said = ask_r(frame)

    counts = {
        "comparisons": len(pairs),
        "prompts": len(np.unique(prompts)),
        "missing": sum(pair["missing"][model] for pair in pairs),
        "not-a-number": sum(not p["missing"][model] and bool(np.any(np.isnan(p["rewards"][model]))) for p in pairs),
        "infinite": sum(not p["missing"][model] and bool(np.any(np.isinf(p["rewards"][model]))) for p in pairs),
        "label-ties": sum(pair["strength"] == 0 and finite(pair, model) for pair in pairs),
        "agreeing": np.sum(margin > 0),
        "disagreeing": np.sum(margin < 0),
        "reward-ties": np.sum(margin == 0),
    }
    for name, count in counts.items():
        expect(key + "counts." + name, count, 0, "numpy")

    expect_share(key + "accuracy", frame["right"], prompts, said["right.se"], "survey svymean, statsmodels wilson")
    expect_share(key + "accuracy-ties-half", frame["half"], prompts, said["half.se"], "survey svymean, statsmodels wilson")
    for part, name in (("shorter", "accuracy-preferred-shorter"), ("longer", "accuracy-preferred-longer")):
        inside = frame[part] == 1
        by = "sandwich vcovCL, statsmodels wilson"
        expect_share(key + name, frame["right"][inside], prompts[inside], said[part + ".se"], by)
    for name, values in (("longest-wins", half(longer)), ("shortest-wins", half(-longer))):
        expect_share(key + name, values, prompts, linear_error(values, prompts), "statsmodels cluster, wilson")
    expect_mean(key + "loss", frame["loss"], prompts, said["loss.se"], "numpy, sandwich vcovCL")
    expect(key + "loss", log_loss(np.ones(len(margin)), expit(margin), labels=[0, 1]), 1e-9, "scikit-learn log_loss")
    expect_mean(key + "calibrated-loss", frame["calibrated"], prompts, said["calibrated.se"], "numpy, sandwich vcovCL")
    expect_mean(key + "brier", frame["brier"], prompts, said["brier.se"], "numpy, sandwich vcovCL")
    expect(key + "brier", brier_score_loss(np.ones(len(margin)), expit(margin)), 1e-9, "scikit-learn brier_score_loss")
    expect_mean(key + "mean-margin", margin, prompts, said["margin.se"], "numpy, sandwich vcovCL")
    expect_mean(key + "mean-reward", frame["reward"], prompts, said["reward.se"], "numpy, sandwich vcovCL")
    expect(key + "auc", roc_auc_score(preferred, both), 1e-12, "scikit-learn roc_auc_score")
    for level in QUANTILES:
        word = "median" if level == 50 else f"p{level:02d}"
        expect(key + f"margin-{word}", np.percentile(margin, level), 1e-12, "numpy percentile")
        expect(key + f"reward-{word}", np.percentile(both, level), 1e-12, "numpy percentile")
    strength = np.array([pair["strength"] for pair in used])
    expect(key + "strength-correlation", scipy.stats.pearsonr(margin, strength)[0], 1e-9, "scipy pearsonr")
    both_lengths = np.concatenate([lengths[:, 0], lengths[:, 1]])
    expect(key + "reward-length-correlation", np.corrcoef(both, both_lengths)[0, 1], 1e-9, "numpy corrcoef")
    turned = np.corrcoef(np.concatenate([margin, -margin]), np.concatenate([longer, -longer]))[0, 1]
    expect(key + "margin-length-correlation", turned, 1e-9, "numpy corrcoef, both ways round")
    controlled = margin - np.sum(np.array(style)[folds] * np.array([pair["style"] for pair in used]), axis=1)
    values = half(np.round(controlled, 9))
    expect_share(
        key + "style-controlled-accuracy", values, prompts, linear_error(values, prompts), "statsmodels cluster, wilson")
    confidence, agreement = confidence_bins(margin, np.array(temperatures)[folds])
    expect(key + "calibration-error", calibration_error(confidence, agreement), 1e-12, "scikit-learn calibration_curve")
    expect(key + "calibration-error-by-chance", error_by_chance(confidence, agreement, prompts), 1e-12, "numpy")
    expect_ranking(key, examples, model)
    expect_bootstrap(key, margin, rewards, prompts, lengths, strength)
    expect_null(key, margin, prompts)
    return margin, prompts


def expect_ranking(key, examples, model):
    best, best_prompts, ranks, rank_prompts = [], [], [], []
    for prompt, _, ratings, _, rewards, missing in examples:
        judged = rewards[model]
        if len(ratings) < 3 or not np.all(np.isfinite(judged)) or (missing and model == 1) or len(set(ratings)) == 1:
            continue
        first = judged == judged.max()
        best.append(np.mean(ratings[first] == ratings.max()))
        best_prompts.append(prompt)
        if len(set(judged.tolist())) > 1:
            ranks.append(scipy.stats.kendalltau(ratings, judged, variant="b")[0])
            rank_prompts.append(prompt)
    best, ranks = np.array(best), np.array(ranks)
    expect_share(key + "best-of-n", best, best_prompts, linear_error(best, best_prompts), "statsmodels cluster, wilson")
    error = linear_error(ranks, rank_prompts)
    expect_mean(key + "rating-correlation", ranks, rank_prompts, error, "scipy kendalltau, statsmodels cluster")


def expect_bootstrap(key, margin, rewards, prompts, lengths, strength):
    """Percentiles of statistics that are not binned, over draws of prompts with replacement."""
    rows = {prompt: np.flatnonzero(prompts == prompt) for prompt in np.unique(prompts)}
    names = list(rows)
    longer = lengths[:, 0] - lengths[:, 1]
    drawn = {}
    for _ in range(BOOTSTRAP):
        chosen = np.concatenate([rows[names[i]] for i in random.integers(0, len(names), len(names))])
        ranks = scipy.stats.rankdata(rewards[chosen].T.ravel())[: len(chosen)]
        m, d = margin[chosen], longer[chosen]
        values = {
            "auc": (ranks.sum() - len(chosen) * (len(chosen) + 1) / 2) / len(chosen) ** 2,
            "margin-p25": np.percentile(m, 25),
            "reward-p75": np.percentile(rewards[chosen], 75),
            "strength-correlation": np.corrcoef(m, strength[chosen])[0, 1],
            "reward-length-correlation": np.corrcoef(rewards[chosen].ravel(), lengths[chosen].ravel())[0, 1],
            "margin-length-correlation": np.sum(m * d) / np.sqrt(np.sum(m * m) * np.sum(d * d)),
        }
        for name, value in values.items():
            drawn.setdefault(name, []).append(value)
    for name, values in drawn.items():
        low, high = np.percentile(values, [2.5, 97.5])
        by = f"numpy, {BOOTSTRAP} draws of prompts"
        # the first model's rewards stand on a grid of 1/4: a quantile may fall on the neighbour
        tolerance = 0.26 if "-p" in name and key == "0." else 0.15 * (high - low)
        expect(key + name + ".low", low, tolerance, by)
        expect(key + name + ".high", high, tolerance, by)


def expect_null(key, margin, prompts):
    """The distribution of sums of random signs, exactly, by convolution."""
    leads = np.array([np.sum(np.sign(margin[prompts == prompt])) for prompt in np.unique(prompts)]).astype(int)
    size = int(np.sum(np.abs(leads)))
    chances = np.zeros(2 * size + 1)
    chances[size] = 1
    for lead in leads:
        chances = (np.roll(chances, lead) + np.roll(chances, -lead)) / 2
    sums = np.arange(-size, size + 1)
    cumulative = np.cumsum(chances)
    low = sums[np.searchsorted(cumulative, 0.025)]
    high = sums[np.searchsorted(cumulative, 0.975)]
    by = "numpy, exact convolution"
    expect(key + "null.p", np.sum(chances[np.abs(sums) >= abs(leads.sum())]), 3e-3, by)
    expect(key + "null.low", 0.5 + low / (2 * len(margin)), 3e-3, by)
    expect(key + "null.high", 0.5 + high / (2 * len(margin)), 3e-3, by)


def expect_pairing(pairs, temperatures):
    common = [pair for pair in pairs if usable(pair, 0) and usable(pair, 1)]
    prompts = np.array([pair["prompt"] for pair in common])
    folds = prompts % FOLDS
    first, second = margins(common, 0), margins(common, 1)
    losses = [np.logaddexp(0, -m / np.array(t)[folds]) for m, t in zip((first, second), temperatures)]
    difference = half(second) - half(first)
    clusters = len(np.unique(prompts))
    error = linear_error(difference, prompts)
    expect("paired.comparisons", len(common), 0, "numpy")
    expect("paired.prompts", clusters, 0, "numpy")
    expect_mean("paired.accuracy", difference, prompts, error, "numpy, statsmodels cluster")
    loss = losses[1] - losses[0]
    expect_mean("paired.loss", loss, prompts, linear_error(loss, prompts), "numpy, statsmodels cluster")
    expect("paired.p", 2 * scipy.stats.t.sf(abs(difference.mean()) / error, clusters - 1), 1e-9, "scipy t")
    table = [[np.sum((first > 0) & (second > 0)), np.sum((first > 0) & ~(second > 0))],
             [np.sum(~(first > 0) & (second > 0)), np.sum(~(first > 0) & ~(second > 0))]]
    expect("paired.only-first", table[0][1], 0, "numpy")
    expect("paired.only-second", table[1][0], 0, "numpy")
    expect("paired.mcnemar", mcnemar(table, exact=True).pvalue, 1e-12, "statsmodels mcnemar")
    effect = TTestPower().solve_power(nobs=clusters, alpha=0.05, power=0.8) * np.sqrt(clusters) * error
    expect("paired.detectable", effect, 0.005 * effect, "statsmodels TTestPower, not central")


def main():
    examples = make_examples()
    pairs = make_pairs(examples)
    plan = {"temperatures": [], "style": []}
    for model in (0, 1):
        used = [pair for pair in pairs if usable(pair, model)]
        temperatures, style = calibrate(used, model)
        plan["temperatures"].append(temperatures)
        plan["style"].append(style)
        values = margins(used, model)
        expect(f"{model}.moments.margin.mean", values.mean(), 1e-12, "numpy")
        expect(f"{model}.moments.margin.sd", values.std(ddof=1), 1e-12, "numpy")
        expect_model(pairs, examples, model, temperatures, style)
        for fold, temperature in enumerate(temperatures):
            expect(f"{model}.temperature.{fold}", temperature, 0.005 * temperature, "scipy minimize_scalar, not binned")
    expect_pairing(pairs, plan["temperatures"])

    both = [pair for pair in pairs if usable(pair, 0) and usable(pair, 1)]
    singles = list({pair["prompt"]: pair for pair in reversed(both)}.values())
    for model in (0, 1):
        wins = np.sum(margins(singles, model) > 0)
        low, high = proportion_confint(wins, len(singles), method="wilson")
        expect(f"singles.{model}.accuracy", wins / len(singles), 1e-12, "numpy")
        expect(f"singles.{model}.accuracy.low", low, 1e-9, "statsmodels proportion_confint")
        expect(f"singles.{model}.accuracy.high", high, 1e-9, "statsmodels proportion_confint")

    p = np.round(random.random(30) ** 3, 6)
    tests = {"p": p.tolist(), "adjusted": multipletests(p, method="fdr_bh")[1].tolist(), "by": "statsmodels multipletests"}
    chosen = {id(pair) for pair in singles}
    rows = [[
        pair["prompt"], pair["example"], int(pair["preferred"]), int(pair["other"]), pair["strength"], *pair["lengths"],
        *pair["style"], *(str(r) if not np.isfinite(r) else r for model in pair["rewards"] for r in model),
        *(int(missing) for missing in pair["missing"]), int(id(pair) in chosen)] for pair in pairs]
    document = {"seed": SEED, "versions": versions, "plan": plan, "tests": tests, "expected": expected, "pairs": rows}
    text = json.dumps(document).replace('}, {"name"', '},\n{"name"').replace("], [", "],\n[")
    Path(sys.argv[1]).write_text(text + "\n")


if __name__ == "__main__":
    main()
