package io.prefscore.dataset;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands that make readable files of what people name instead of them. */
final class Remedies {

    private static final Pattern ADDRESS = Pattern.compile("https?://.*");

    /** A data set of the Hugging Face hub, by its address there or its name alone. */
    private static final Pattern OF_HUB = Pattern.compile(
            "(?:hf://datasets/|https?://[^/]+/datasets/)?([A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*)(?:/.*)?");

    private Remedies() {}

    /** What to do where there is no such file: nothing for what is no other place's name. */
    static String ofName(String path) {
        Matcher hub = OF_HUB.matcher(path);
        boolean isName = hub.matches() && (path.contains("://") || path.equals(hub.group(1)));
        if (isName) {
            String name = hub.group(1);
            return "; if that is a data set of the Hugging Face hub, fetch it: hf download --repo-type dataset " + name
                    + " --local-dir " + name.substring(name.indexOf('/') + 1);
        }
        return ADDRESS.matcher(path).matches() ? "; fetch it first: curl -L -O '" + path + "'" : "";
    }

    /** What to do with a folder that holds no data file: nothing unless Python's {@code datasets} wrote it. */
    static String ofFolder(List<String> paths, List<String> names) {
        return names.stream().anyMatch(name -> name.endsWith(".arrow"))
                ? "; save_to_disk of Python's datasets wrote it, so have it write Parquet: python -c \"import datasets;"
                        + " datasets.load_from_disk('" + paths.get(0) + "').to_parquet('data.parquet')\""
                : "";
    }

    /** What to do with a table whose cells are parted by semicolons. */
    static String ofSemicolons(String file) {
        return "its cells are parted by ';' and not by ','; write it again: python -c \"import pandas; pandas.read_csv('"
                + file + "', sep=';').to_parquet('data.parquet')\"";
    }
}
