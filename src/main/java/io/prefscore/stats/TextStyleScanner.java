package io.prefscore.stats;

/** One pass over a text, line by line, that counts what {@link TextStyle} says. */
final class TextStyleScanner {

    private static final int SHORTEST_FENCE = 3;
    private static final int LONGEST_SPAN_MARK = 3;
    private static final int MOST_HEADING_MARKS = 6;

    private final String text;
    private int headings;
    private int listItems;
    private int boldPassages;
    private int codePassages;

    TextStyleScanner(String text) {
        this.text = text;
    }

    TextStyle scan() {
        int start = 0;
        while (start < text.length()) {
            int end = lineEnd(start);
            int first = skipBlanks(start, end);
            start = 1 + (isTildeFence(first, end) ? endOfBlock(first, end) : countLine(start, first, end));
        }
        return new TextStyle(headings, listItems, boldPassages, codePassages);
    }

    private int countLine(int start, int first, int end) {
        if (isHeading(start, end)) {
            headings++;
        } else if (isListItem(first, end)) {
            listItems++;
        }
        return countPassages(first, end);
    }

    private boolean isTildeFence(int first, int end) {
        return first < end && text.charAt(first) == '~' && endOfRun(first, end) - first >= SHORTEST_FENCE;
    }

    /** Backticks open a block anywhere in a line: models write {@code 1. ```bash}. With another one after, it is a span. */
    private boolean isBacktickFence(int from, int after, int end) {
        return after - from >= SHORTEST_FENCE && indexOf('`', after, end) < 0;
    }

    /** Counts a block: the end of the line that closes it, or of the text. */
    private int endOfBlock(int fence, int fenceLineEnd) {
        codePassages++;
        char mark = text.charAt(fence);
        int length = endOfRun(fence, fenceLineEnd) - fence;
        int start = fenceLineEnd + 1;
        while (start < text.length()) {
            int end = lineEnd(start);
            int first = skipBlanks(start, end);
            if (first < end && text.charAt(first) == mark) {
                int after = endOfRun(first, end);
                if (after - first >= length && skipBlanks(after, end) == end) {
                    return end;
                }
            }
            start = end + 1;
        }
        return text.length();
    }

    private boolean isHeading(int start, int end) {
        if (start == end || text.charAt(start) != '#') {
            return false;
        }
        int after = endOfRun(start, end);
        return after - start <= MOST_HEADING_MARKS && isBlankOrEnd(after, end);
    }

    private boolean isListItem(int first, int end) {
        if (first == end) {
            return false;
        }
        char mark = text.charAt(first);
        if (mark == '-' || mark == '*' || mark == '+') {
            return isBlankOrEnd(first + 1, end);
        }
        int after = first;
        while (after < end && isDigit(text.charAt(after))) {
            after++;
        }
        return after > first
                && after < end
                && (text.charAt(after) == '.' || text.charAt(after) == ')')
                && isBlankOrEnd(after + 1, end);
    }

    /**
     * Bold passages and code spans of a line. A mark of two or more signs opens a passage, and the next mark of the same sign
     * closes it if it has two or more, and opens another if it has two to spare. The end of the line, or of a block that opens
     * in it.
     */
    private int countPassages(int first, int end) {
        boolean starsOpen = false;
        boolean underscoresOpen = false;
        int marksWithoutEnd = 0;
        int position = first;
        while (position < end) {
            char sign = text.charAt(position);
            if (sign != '*' && sign != '_' && sign != '`') {
                position++;
                continue;
            }
            int after = endOfRun(position, end);
            int length = after - position;
            if (sign == '*') {
                starsOpen = isOpenAfter(starsOpen, length);
            } else if (sign == '_') {
                underscoresOpen = isOpenAfter(underscoresOpen, length);
            } else if (isBacktickFence(position, after, end)) {
                return endOfBlock(position, end);
            } else if (length <= LONGEST_SPAN_MARK && (marksWithoutEnd & (1 << length)) == 0) {
                int close = endOfSpan(after, end, length);
                if (close < 0) {
                    // what is not found once is not there for a later mark either: a line is searched once a length
                    marksWithoutEnd |= 1 << length;
                } else {
                    codePassages++;
                    after = close;
                }
            }
            position = after;
        }
        return end;
    }

    private boolean isOpenAfter(boolean open, int length) {
        if (open && length >= 2) {
            boldPassages++;
            return length >= 4;
        }
        return length >= 2;
    }

    /** End of the first run of exactly so many backticks, or −1. */
    private int endOfSpan(int from, int end, int length) {
        int position = indexOf('`', from, end);
        while (position >= 0) {
            int after = endOfRun(position, end);
            if (after - position == length) {
                return after;
            }
            position = indexOf('`', after, end);
        }
        return -1;
    }

    private int indexOf(char sign, int from, int end) {
        int position = from;
        while (position < end && text.charAt(position) != sign) {
            position++;
        }
        return position < end ? position : -1;
    }

    private int endOfRun(int from, int end) {
        char sign = text.charAt(from);
        int after = from + 1;
        while (after < end && text.charAt(after) == sign) {
            after++;
        }
        return after;
    }

    private int lineEnd(int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }

    private int skipBlanks(int from, int end) {
        int position = from;
        while (position < end && isBlank(text.charAt(position))) {
            position++;
        }
        return position;
    }

    private boolean isBlankOrEnd(int position, int end) {
        return position == end || isBlank(text.charAt(position));
    }

    private static boolean isBlank(char sign) {
        return sign == ' ' || (sign >= '\t' && sign <= '\r');
    }

    private static boolean isDigit(char sign) {
        return sign >= '0' && sign <= '9';
    }
}
