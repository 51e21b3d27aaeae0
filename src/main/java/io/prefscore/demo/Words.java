package io.prefscore.demo;

import java.util.List;
import java.util.Locale;

/** Words that more than one kind of prompt uses. Common and few, so that a small vocabulary holds most of them whole. */
final class Words {

    static final List<String> NAMES = List.of(
            "Alice", "Boris", "Clara", "Daniel", "Emma", "Felix", "Gina", "Hugo", "Ida", "Jonas", "Kate", "Lucas",
            "Mia", "Noah", "Paula", "Robert", "Sofia", "Thomas", "Vera", "Walter");

    static final List<String> PEOPLE = List.of(
            "my mother",
            "my cousin",
            "our doctor",
            "the baker",
            "my nephew",
            "our coach",
            "the mayor",
            "my partner",
            "our nurse",
            "the librarian",
            "my grandson",
            "our landlord",
            "the pianist",
            "my classmate",
            "our driver",
            "the gardener",
            "my godmother",
            "our pastor",
            "the captain",
            "my colleague");

    static final List<String> EVENTS = List.of(
            "the harvest",
            "a garden party",
            "the bazaar",
            "a long journey",
            "the new year",
            "a village dance",
            "the first snow",
            "a concert",
            "the regatta",
            "a reunion",
            "the open day",
            "a quiet Sunday",
            "the parade",
            "a family visit",
            "the school play",
            "a charity dinner");

    static final List<String> THINGS = List.of(
            "pears",
            "ribbons",
            "letters",
            "beads",
            "feathers",
            "bottles",
            "postcards",
            "nuts",
            "candles",
            "tiles",
            "needles",
            "bulbs",
            "spoons",
            "lanterns",
            "acorns",
            "badges");

    /** Two to twelve. */
    static final List<String> NUMBERS =
            List.of("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private Words() {}

    /** "3 pears", "1 pear"; every word of {@link #THINGS} loses its last letter in the singular. */
    static String counted(int number, String things) {
        return number + " " + (number == 1 ? things.substring(0, things.length() - 1) : things);
    }

    /** The sentence with its first letter in upper case. */
    static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
