package io.prefscore.stats;

import java.util.List;
import java.util.Locale;

/**
 * What of a response's looks may sway a judge, as a difference of two responses that changes its sign when they change
 * places.
 *
 * <p>The first five are the ones that arena leaderboards control for, each the difference over the sum; a report shows them.
 * They alone do not take style off a reward. With labels that prefer length and bold, and a reward of style plus noise of a
 * tenth of its spread, a regression on them leaves an accuracy of 44.3 % where the reward is the number of characters
 * (raw: 64.7 %), 47.2 % where it is its square root, 48.3 % where it stops growing at 500, and 55.6 % where it asks whether
 * there is any bold passage; chance, which should be left, is 50 %. So the others make a scale on which any rewarding of
 * length can be drawn: a reward that is a function f of the length leaves f(a) − f(b), and the differences of the
 * logarithm, the amount, and the amount up to 64, 128 … 8,192 characters follow every f that bends no more than once a
 * doubling. Marks are counted in ones and tens, and get the logarithm, the amount, and whether there is any. All of these
 * rewards then leave 50.0 % (means over 20 data sets of 8,000 pairs), those of a count up to three marks 48.8 %.
 */
public enum StyleFeature {
    /** Characters, as a difference over the sum of both responses' characters. */
    LENGTH(Quantity.CHARACTERS, Form.SHARE, 0),
    /** Markdown headings; this and the following as a difference over the sum, 0 where neither response has any. */
    HEADINGS(Quantity.HEADINGS, Form.SHARE, 0),
    /** Items of ordered and unordered lists. */
    LIST_ITEMS(Quantity.LIST_ITEMS, Form.SHARE, 0),
    /** Bold passages. */
    BOLD(Quantity.BOLD, Form.SHARE, 0),
    /** Fenced code blocks and code spans. */
    CODE(Quantity.CODE, Form.SHARE, 0),

    LENGTH_LOGARITHM(Quantity.CHARACTERS, Form.LOGARITHM, 0),
    LENGTH_AMOUNT(Quantity.CHARACTERS, Form.AMOUNT, 0),
    LENGTH_UP_TO_64(Quantity.CHARACTERS, Form.UP_TO, 64),
    LENGTH_UP_TO_128(Quantity.CHARACTERS, Form.UP_TO, 128),
    LENGTH_UP_TO_256(Quantity.CHARACTERS, Form.UP_TO, 256),
    LENGTH_UP_TO_512(Quantity.CHARACTERS, Form.UP_TO, 512),
    LENGTH_UP_TO_1024(Quantity.CHARACTERS, Form.UP_TO, 1024),
    LENGTH_UP_TO_2048(Quantity.CHARACTERS, Form.UP_TO, 2048),
    LENGTH_UP_TO_4096(Quantity.CHARACTERS, Form.UP_TO, 4096),
    LENGTH_UP_TO_8192(Quantity.CHARACTERS, Form.UP_TO, 8192),

    HEADINGS_LOGARITHM(Quantity.HEADINGS, Form.LOGARITHM, 0),
    HEADINGS_AMOUNT(Quantity.HEADINGS, Form.AMOUNT, 0),
    HEADINGS_ANY(Quantity.HEADINGS, Form.UP_TO, 1),
    LIST_ITEMS_LOGARITHM(Quantity.LIST_ITEMS, Form.LOGARITHM, 0),
    LIST_ITEMS_AMOUNT(Quantity.LIST_ITEMS, Form.AMOUNT, 0),
    LIST_ITEMS_ANY(Quantity.LIST_ITEMS, Form.UP_TO, 1),
    BOLD_LOGARITHM(Quantity.BOLD, Form.LOGARITHM, 0),
    BOLD_AMOUNT(Quantity.BOLD, Form.AMOUNT, 0),
    BOLD_ANY(Quantity.BOLD, Form.UP_TO, 1),
    CODE_LOGARITHM(Quantity.CODE, Form.LOGARITHM, 0),
    CODE_AMOUNT(Quantity.CODE, Form.AMOUNT, 0),
    CODE_ANY(Quantity.CODE, Form.UP_TO, 1);

    /** Those that a report shows by name: the first five, each between −1 and 1. */
    public static final List<StyleFeature> REPORTED = List.of(LENGTH, HEADINGS, LIST_ITEMS, BOLD, CODE);

    /** What is measured of a response. */
    enum Quantity {
        CHARACTERS,
        HEADINGS,
        LIST_ITEMS,
        BOLD,
        CODE
    }

    private enum Form {
        SHARE,
        LOGARITHM,
        AMOUNT,
        UP_TO
    }

    private final Quantity quantity;
    private final Form form;
    private final double limit;

    StyleFeature(Quantity quantity, Form form, double limit) {
        this.quantity = quantity;
        this.form = form;
        this.limit = limit;
    }

    /** As tables and JSON name it: {@code list-items}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Quantity quantity() {
        return quantity;
    }

    /** The feature of a response with the first amount beside one with the second; 0 where they are equal. */
    double difference(double preferred, double other) {
        if (preferred == other) {
            return 0;
        }
        return switch (form) {
            case SHARE -> (preferred - other) / (preferred + other);
            case LOGARITHM -> Math.log1p(preferred) - Math.log1p(other);
            case AMOUNT -> preferred - other;
            case UP_TO -> Math.min(preferred, limit) - Math.min(other, limit);
        };
    }
}
