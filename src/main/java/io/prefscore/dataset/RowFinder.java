package io.prefscore.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Tells people where rows stand that are known by their content. Reads the files once more, one task a file and none of it
 * parsed, so it is for the few rows that a message names. Lives on the driver.
 */
final class RowFinder {

    /**
     * A row as it stands in its file.
     *
     * @param place such as {@code line 17}
     * @param line what {@link JsonLines} makes the row of
     * @param detail what its reader says is wrong with it
     */
    record Found(String place, byte[] line, Optional<String> detail) {

        private String name() {
            MessageDigest digest = RowParser.sha256();
            digest.update(line);
            detail.ifPresent(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, InputReader.CONTENT_NAME_CHARACTERS);
        }
    }

    /** Opens the rows of a file, by its path. Shipped to executors. */
    @FunctionalInterface
    interface Opener extends Serializable {

        RecordSource<Found> open(String path) throws IOException, BrokenFile;
    }

    /** A file, by its place in the list, and where in it rows stand, by name. */
    private record InFile(int file, Map<String, String> places) implements Serializable {}

    private final SparkSession spark;
    private final List<InputFile> files;
    private final boolean distinctNames;
    private final Opener opener;

    RowFinder(SparkSession spark, InputFiles files, Opener opener) {
        this.spark = spark;
        this.files = files.files();
        this.distinctNames = files.haveDistinctNames();
        this.opener = opener;
    }

    /**
     * Looks for rows.
     *
     * @param names see {@link InputTable#NAME}
     * @return file and place by name, the first one of rows that are equal; a name that no row has is missing
     */
    Map<String, String> find(Set<String> names) {
        Set<String> wanted = Set.copyOf(names);
        List<Integer> numbers =
                java.util.stream.IntStream.range(0, files.size()).boxed().toList();
        List<String> paths = files.stream().map(InputFile::path).toList();
        Opener rows = opener;
        List<InFile> found = new JavaSparkContext(spark.sparkContext())
                .parallelize(numbers, numbers.size())
                .map(number -> new InFile(
                        number, find(wanted, FileRecords.of(paths.get(number), () -> rows.open(paths.get(number))))))
                .collect();
        Map<String, String> places = new LinkedHashMap<>();
        for (InFile part : found) {
            InputFile file = files.get(part.file());
            String shown = distinctNames ? file.name() : file.path();
            part.places().forEach((name, place) -> places.putIfAbsent(name, shown + ", " + place));
        }
        return places;
    }

    private static Map<String, String> find(Set<String> wanted, Iterator<Found> rows) {
        Map<String, String> places = new HashMap<>();
        while (places.size() < wanted.size() && rows.hasNext()) {
            Found row = rows.next();
            String name = row.name();
            if (wanted.contains(name)) {
                places.putIfAbsent(name, row.place());
            }
        }
        return places;
    }
}
