package io.prefscore.demo;

/** Writes pairs as lines of JSON, one field a column. */
final class JsonLines {

    private JsonLines() {}

    /** One line without its end. */
    static String line(DemoPair pair) {
        StringBuilder line = new StringBuilder(400).append('{');
        text(line, "id", pair.id()).append(',');
        text(line, "kind", pair.kind().label()).append(',');
        text(line, "task", pair.task()).append(',');
        text(line, "difficulty", pair.difficulty().label()).append(',');
        text(line, "prompt", pair.prompt()).append(',');
        text(line, "chosen", pair.chosen()).append(',');
        text(line, "rejected", pair.rejected()).append(',');
        line.append("\"chosen_probability\":").append(pair.chosenProbability()).append(',');
        line.append("\"mislabelled\":").append(pair.mislabelled());
        return line.append('}').toString();
    }

    private static StringBuilder text(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '"' || character == '\\') {
                line.append('\\').append(character);
            } else if (character < ' ') {
                line.append("\\u00").append(Character.forDigit(character >> 4, 16));
                line.append(Character.forDigit(character & 0xF, 16));
            } else {
                line.append(character);
            }
        }
        return line.append('"');
    }
}
