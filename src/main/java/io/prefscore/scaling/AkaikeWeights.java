package io.prefscore.scaling;

import java.util.List;

/** How much speaks for each of several fits. Source: K. Burnham, D. Anderson, Model Selection and Multimodel Inference, 2002. */
final class AkaikeWeights {

    private AkaikeWeights() {}

    /** The same fits, those that are sound and have a trend with their weights. */
    static List<FormFit> of(List<FormFit> fits) {
        double least = fits.stream()
                .filter(AkaikeWeights::competes)
                .mapToDouble(FormFit::aicc)
                .min()
                .orElse(Double.NaN);
        double total = fits.stream()
                .filter(AkaikeWeights::competes)
                .mapToDouble(fit -> Math.exp((least - fit.aicc()) / 2))
                .sum();
        return fits.stream()
                .map(fit -> competes(fit) ? fit.weighted(Math.exp((least - fit.aicc()) / 2) / total) : fit)
                .toList();
    }

    private static boolean competes(FormFit fit) {
        return fit.isSound() && fit.kind() != FormKind.NO_TREND && Double.isFinite(fit.aicc());
    }
}
