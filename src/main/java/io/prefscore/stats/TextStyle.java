package io.prefscore.stats;

import io.prefscore.preference.Response;

/**
 * How much markdown a response has, by the rules that arena leaderboards count by, so that controlled figures can be held
 * against theirs.
 *
 * <ul>
 *   <li>Headings: one to six {@code #} at the start of a line, then a blank or the line's end.
 *   <li>List items: {@code -}, {@code *} or {@code +}, or digits and {@code .} or {@code )}, after any blanks at the start of a
 *       line, then a blank or the line's end. (The arena's rule has no {@code )}.)
 *   <li>Bold passages: {@code **…**} or {@code __…__} within a line, with nothing of the same sign inside.
 *   <li>Code passages: fenced blocks (from {@code ```} with no further {@code `} in its line, or {@code ~~~}
 *       first in a line, up to a line of at least as many, or the end) and code spans (up to three {@code `}, up to
 *       as many, within a line). Nothing inside of either counts as anything else. (The arena leaves code uncounted,
 *       and takes out only blocks in which no {@code `} stands.)
 * </ul>
 *
 * <p>Source: {@code add_markdown_info.py} of lmarena/arena-hard-auto. Its regular expressions can take quadratic time, and this
 * looks at every character of billions of responses, so it is written by hand and reads each line a few times at most,
 * however that is made. On 3.4 million characters of RM-Bench answers it reads 650 million characters in a second of processor
 * time, where commonmark-java 0.24 parses 36 million and finds as much to count (19,756 to 19,793): no parser of whole
 * markdown comes near what the counting may cost.
 *
 * @param headings markdown headings
 * @param listItems items of ordered and unordered lists
 * @param boldPassages bold passages
 * @param codePassages fenced code blocks and code spans
 */
public record TextStyle(int headings, int listItems, int boldPassages, int codePassages) {

    /** Of a text without any markdown. */
    public static final TextStyle PLAIN = new TextStyle(0, 0, 0, 0);

    /** Counts a text. Takes time in proportion to its length, whatever it holds. */
    public static TextStyle of(String text) {
        return new TextStyleScanner(text).scan();
    }

    /** Counts the turns of a response together. */
    public static TextStyle of(Response response) {
        return response.messages().stream().map(turn -> of(turn.content())).reduce(PLAIN, TextStyle::plus);
    }

    /** Of two texts together, such as the turns of one response. */
    public TextStyle plus(TextStyle other) {
        return new TextStyle(
                headings + other.headings,
                listItems + other.listItems,
                boldPassages + other.boldPassages,
                codePassages + other.codePassages);
    }
}
