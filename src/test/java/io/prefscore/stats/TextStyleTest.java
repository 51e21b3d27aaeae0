package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextStyleTest {

    private static final String BLANK = "[ \\t\\x0B\\f\\r]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "plain text, 3.5 * 2 and a-b | 0 | 0 | 0 | 0",
                "# One¶## Two¶###### Six¶####### seven¶#hash¶ # indented | 3 | 0 | 0 | 0",
                "- a¶* b¶+ c¶  - d¶1. e¶22) f¶-g¶1.h¶--- | 0 | 6 | 0 | 0",
                "**a** and __b__¶*c* and ** d¶**e¶f**¶****¶***g**¶**h*i** | 0 | 0 | 3 | 0",
                "**a****b** **c***d** __init__ | 0 | 0 | 4 | 0",
                "`a` ``b ` c`` ```d``` `e | 0 | 0 | 0 | 3",
                "```python¶# no heading¶- no item¶**no**¶```¶# yes | 1 | 0 | 0 | 1",
                "1. ```bash¶   # no¶   ```¶2. `**no**` | 0 | 2 | 0 | 2",
                "~~~¶```¶~~~¶**yes** | 0 | 0 | 1 | 1",
                "````¶```¶# no¶````¶- yes | 0 | 1 | 0 | 1",
                "```¶never closed¶# no | 0 | 0 | 0 | 1",
                "* **Bold item**: text¶1. __Other__ | 0 | 2 | 2 | 0"
            })
    void countsByItsRules(String text, int headings, int listItems, int bold, int code) {
        assertThat(TextStyle.of(text.replace('¶', '\n'))).isEqualTo(new TextStyle(headings, listItems, bold, code));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countsWhatTheRulesAsRegularExpressionsCount(long seed) {
        Random random = new Random(seed);
        String[] pieces = {
            "#", "##", " ", " ", "\n", "\n", "\n", "-", "*", "**", "__", "_", "+", "1.", "2)", "a", "b", "\t", "\r\n"
        };
        for (int trial = 0; trial < 5_000; trial++) {
            String text = text(random, pieces);
            assertThat(TextStyle.of(text)).as("%s", text).isEqualTo(byRegularExpressions(text));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void findsTheCodeThatTheRulesAsRegularExpressionsFind(long seed) {
        Random random = new Random(seed);
        String[] pieces = {
            "`", "``", "```", "````", "~~~", "~~~~", "\n", "\n", "\n", " ", "a", "# ", "- ", "**b**", "**"
        };
        for (int trial = 0; trial < 5_000; trial++) {
            String text = text(random, pieces);
            assertThat(TextStyle.of(text)).as("%s", text).isEqualTo(byRegularExpressions(text));
        }
    }

    @Test
    void takesTimeInProportionWhateverTheTextHolds() {
        String[] units = {
            "*", "#", "`", "_", "~", "**a", "__a", "`a``b", "`` ` ", "1", "- ", "# ", "```a", "\n", "\n```", " ",
            "**a* "
        };
        for (String unit : units) {
            processorNanos(unit.repeat(100_000 / unit.length()));
        }
        for (String unit : units) {
            String text = unit.repeat(1_000_000 / unit.length());
            // a hundred times what it takes; quadratic time would be minutes
            assertThat(processorNanos(text)).as("a megabyte of %s", unit).isLessThan(1_000_000_000L);
        }
    }

    private static long processorNanos(String text) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        TextStyle.of(text);
        return threads.getCurrentThreadCpuTime() - start;
    }

    @Test
    void addsTheTurnsOfAResponse() {
        assertThat(TextStyle.of("# a\n- b").plus(TextStyle.of("**c** `d`"))).isEqualTo(new TextStyle(1, 1, 1, 1));
    }

    private static String text(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(24);
        for (int piece = 0; piece < length; piece++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    /** The rules as they are written, code taken out line by line first: slow, and as plain as can be. */
    private static TextStyle byRegularExpressions(String text) {
        int headings = 0;
        int items = 0;
        int bold = 0;
        int code = 0;
        String fence = "";
        for (String line : text.split("\n", -1)) {
            if (!fence.isEmpty()) {
                if (line.matches(BLANK + "*" + Pattern.quote(fence) + fence.charAt(0) + "*" + BLANK + "*")) {
                    fence = "";
                }
                continue;
            }
            Matcher tildes = Pattern.compile("^" + BLANK + "*(~{3,})").matcher(line);
            if (tildes.find()) {
                fence = tildes.group(1);
                code++;
                continue;
            }
            // a run of up to three backticks, what holds no run of the same length, and the run again; else a run is
            // itself
            Matcher spans =
                    Pattern.compile("(?<!`)(`{1,3})(?!`)(?:.*?[^`])\\1(?!`)|`+").matcher(line);
            StringBuilder rest = new StringBuilder();
            int position = 0;
            while (fence.isEmpty() && spans.find(position)) {
                rest.append(line.substring(position, spans.start()));
                position = spans.end();
                if (spans.group(1) != null) {
                    code++;
                    rest.append('x');
                } else if (spans.group().length() >= 3 && line.indexOf('`', position) < 0) {
                    code++;
                    fence = spans.group();
                    position = line.length();
                } else {
                    rest.append(spans.group());
                }
            }
            rest.append(line.substring(position));
            headings += count("^#{1,6}(?:" + BLANK + "|$)", line);
            items += count("^" + BLANK + "*(?:[-*+]|\\d+[.)])(?:" + BLANK + "|$)", line);
            bold += count("\\*\\*[^*\n]+\\*\\*", rest.toString()) + count("__[^_\n]+__", rest.toString());
        }
        return new TextStyle(headings, items, bold, code);
    }

    private static int count(String expression, String text) {
        return (int) Pattern.compile(expression).matcher(text).results().count();
    }
}
