package io.prefscore.dataset;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The words by which people name the parts of preference data; they stand in {@code vocabulary.conf}. */
final class Vocabulary {

    /** A role that is no turn of a conversation, but a call. */
    static final String TOOL_CALL = "tool-call";

    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern EDGES = Pattern.compile("^_+|_+$");

    private static final Config ALL = resource("vocabulary.conf");
    private static final Map<String, List<String>> WORDS = lists();
    private static final Map<String, List<List<String>>> PAIRS = pairs();
    private static final Map<String, String> ROLES = roles();

    /** Names are asked for over and over. */
    private static final Map<String, String> PLAIN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 10_000;

    private Vocabulary() {}

    /** A list of words, in the order of the declaration. */
    static List<String> words(String key) {
        return Objects.requireNonNull(WORDS.get(key), key);
    }

    /** A list of pairs of words. */
    static List<List<String>> pairs(String key) {
        return Objects.requireNonNull(PAIRS.get(key), key);
    }

    /** Whether a column's name is one of the words. */
    static boolean holds(String key, String column) {
        return words(key).contains(plain(column));
    }

    /** Whether one of the parts of a column's name is one of the words. */
    static boolean holdsPart(String key, String column) {
        return Arrays.stream(plain(column).split("_")).anyMatch(words(key)::contains);
    }

    /** {@code chosen_response} for {@code chosenResponse} and {@code Chosen-Response}. */
    static String plain(String column) {
        if (PLAIN.size() > MOST_KNOWN) {
            PLAIN.clear();
        }
        return PLAIN.computeIfAbsent(column, Vocabulary::spelled);
    }

    private static String spelled(String column) {
        String parted = CAPITAL.matcher(column).replaceAll("_");
        String signed = SIGNS.matcher(parted.toLowerCase(Locale.ROOT)).replaceAll("_");
        return EDGES.matcher(signed).replaceAll("");
    }

    /** How chat templates call who speaks. */
    static String role(String written) {
        String known = ROLES.get(written);
        return known != null ? known : ROLES.getOrDefault(written.toLowerCase(Locale.ROOT), written);
    }

    private static Map<String, List<String>> lists() {
        Map<String, List<String>> lists = new TreeMap<>();
        ALL.root().forEach((key, value) -> {
            if (value.unwrapped() instanceof List<?> words) {
                lists.put(key, words.stream().map(String::valueOf).toList());
            }
        });
        return lists;
    }

    private static Map<String, List<List<String>>> pairs() {
        Map<String, List<List<String>>> pairs = new TreeMap<>();
        ALL.root().forEach((key, value) -> {
            if (value.unwrapped() instanceof List<?> items && items.get(0) instanceof List) {
                pairs.put(
                        key,
                        items.stream()
                                .map(pair -> ((List<?>) pair)
                                        .stream().map(String::valueOf).toList())
                                .toList());
            }
        });
        return pairs;
    }

    private static Map<String, String> roles() {
        Map<String, String> roles = new TreeMap<>();
        ALL.getObject("roles").forEach((written, role) -> roles.put(written, String.valueOf(role.unwrapped())));
        return roles;
    }

    /** A declaration of this package. */
    static Config resource(String name) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Vocabulary.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(
                    reader, ConfigParseOptions.defaults().setOriginDescription(name));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
