package io.prefscore.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in columns as wide as their widest cell, two blanks between them. */
final class Table {

    /** On which side of its column a cell stands. */
    enum Side {
        LEFT,
        RIGHT
    }

    private final List<Side> sides;
    private final List<List<String>> lines = new ArrayList<>();

    /** @param sides one a column */
    Table(Side... sides) {
        this.sides = List.of(sides);
    }

    /** @param cells one a column */
    void add(String... cells) {
        if (cells.length != sides.size()) {
            throw new IllegalArgumentException("the table has " + sides.size() + " columns; found " + cells.length);
        }
        lines.add(List.of(cells));
    }

    /** The table as text, each line ended by a newline, without blanks at its end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            List<String> padded = new ArrayList<>();
            for (int column = 0; column < line.size(); column++) {
                String blanks = " ".repeat(width(column) - line.get(column).length());
                padded.add(sides.get(column) == Side.LEFT ? line.get(column) + blanks : blanks + line.get(column));
            }
            text.append(String.join("  ", padded).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
