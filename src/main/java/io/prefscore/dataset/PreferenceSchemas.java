package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The recognition of a schema from a data set's columns. Driver side. */
public final class PreferenceSchemas {

    /** Within so many edits a name that is there is taken for the name that is missing. */
    private static final int MOST_SLIPS = 2;

    private final StructType columns;
    private final InputSettings settings;
    private final FirstLook look;
    private final Map<RowParser, List<Parsed>> firstRows = new HashMap<>();

    private PreferenceSchemas(StructType columns, InputSettings settings, Peek peek) {
        this.columns = columns;
        this.settings = settings;
        this.look = new FirstLook(columns, peek);
    }

    /**
     * Recognises the schema of an input: by the mapping in the settings, by the name in them, or by the columns. Of the
     * published schemas whose needs are met, and beside which no part of a conversation stands unread, the one that needs most
     * columns is taken; of those that need equally many the first that can read at least half of a few rows. Where there is
     * none, the words of the columns' names tell.
     *
     * @throws UserError of kind INPUT where none fits: with the columns found and a mapping to complete; of kind SETTINGS
     *     where the settings name a schema or an attribute that is not there
     */
    public static Recognition recognise(InputTable input, InputSettings settings) {
        return consider(input, settings).orRefused();
    }

    /** {@link #recognise(InputTable, InputSettings)} for somebody who looks and scores nothing: may hold a refusal. */
    public static Recognition consider(InputTable input, InputSettings settings) {
        Recognition recognition = new PreferenceSchemas(input.columns(), settings, input::someRows).recognise();
        return recognition.alsoUnread(input.leftOut());
    }

    /** Gives a few rows with some of the columns. */
    @FunctionalInterface
    interface Peek {

        List<Row> rows(List<String> columns, int count);
    }

    /** {@link #recognise(InputTable, InputSettings)} of a table whose rows are looked at only if need be. */
    static Recognition recognise(StructType columns, InputSettings settings, Peek peek) {
        return new PreferenceSchemas(columns, settings, peek).recognise().orRefused();
    }

    /** All published schemas, as they are read where all that they know of is there. */
    public static List<PreferenceSchema> all() {
        return Declaration.all().stream()
                .map(declaration -> new PreferenceSchema(declaration.name(), declaration.columns()))
                .toList();
    }

    /** Whether there is a published schema of this name. */
    public static boolean isPublished(String name) {
        return names().contains(name);
    }

    private static List<String> names() {
        return Declaration.all().stream().map(Declaration::name).toList();
    }

    private Recognition recognise() {
        if (settings.columns().isGiven()) {
            return mapped();
        }
        return settings.schema().isPresent() ? named(settings.schema().orElseThrow()) : recognised();
    }

    private Recognition mapped() {
        MappingResolver resolver = new MappingResolver(columns, true);
        ColumnMapping mapping = resolver.resolve(settings.columns());
        if (!resolver.lacking().isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    "the columns do not fit input.columns: " + String.join("; ", resolver.lacking()) + "\nfound: "
                            + Names.describe(columns));
        }
        return told(
                candidate(PreferenceSchema.MAPPED, mapping, Optional.empty()), List.of(), "mapped by input.columns");
    }

    private Recognition named(String name) {
        Declaration declaration = Declaration.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        UserError.Kind.SETTINGS,
                        "input.schema: there is no schema '" + name + "'; known: " + String.join(", ", names())));
        if (!declaration.fits(columns)) {
            throw Refusals.unrecognised(List.of(declaration), columns, look);
        }
        return told(candidate(declaration), fitting(declaration.name()), "named by input.schema");
    }

    /** What the settings say is taken, unless the rows say that it cannot be meant. */
    private Recognition told(Candidate candidate, List<String> others, String reason) {
        Recognition recognition = taken(candidate, others, reason);
        Optional<UserError> implausible = new Plausibility(candidate.schema().columns(), look, settings)
                .doubt(firstRows(candidate), Plausibility.Claim.TOLD)
                .map(doubt -> new UserError(UserError.Kind.INPUT, doubt + " (" + reason + ")"));
        return recognition.refusal().isPresent() ? recognition : recognition.refused(implausible);
    }

    private Recognition recognised() {
        List<Declaration> fitting = Declaration.all().stream()
                .filter(declaration -> declaration.taken() != Declaration.Taken.BY_NAME && declaration.fits(columns))
                .toList();
        List<Candidate> candidates = fitting.stream().map(this::candidate).toList();
        List<Candidate> explaining = candidates.stream()
                .filter(candidate -> candidate.unread().missed().isEmpty()
                        && doubt(candidate).isEmpty()
                        && isAsReadable(candidate, candidates))
                .toList();
        if (!explaining.isEmpty()) {
            return best(explaining, fitting);
        }
        Optional<ColumnWords.Understood> understood = ColumnWords.of(columns, look);
        Optional<Candidate> byWords =
                understood.filter(words -> words.open().isEmpty()).flatMap(words -> resolved(words.mapping()));
        if (byWords.isPresent()
                && byWords.orElseThrow().unread().missed().isEmpty()
                && doubt(byWords.orElseThrow()).isEmpty()) {
            return taken(byWords.orElseThrow(), List.of(), "no published schema explains the columns; their names do");
        }
        Optional<Candidate> nearest = candidates.isEmpty() ? byWords : Optional.of(firstThatReads(largest(candidates)));
        nearest.flatMap(Candidate::declaration).ifPresent(this::refuseNearMiss);
        boolean tells = understood.map(words -> words.open().isEmpty()).orElse(true);
        if (nearest.isPresent()
                && tells
                && nearest.orElseThrow().unread().missed().isEmpty()) {
            throw Refusals.doubted(
                    nearest.orElseThrow().schema(), doubt(nearest.orElseThrow()).orElse(""), columns);
        }
        if (nearest.isPresent() && tells) {
            return taken(nearest.orElseThrow(), List.of(), "the nearest one");
        }
        throw understood.isPresent()
                ? Refusals.open(understood.orElseThrow(), columns)
                : Refusals.unrecognised(Declaration.all(), columns, look);
    }

    /** A schema that fits, what it does not read, and the declaration behind it. */
    private record Candidate(
            PreferenceSchema schema,
            RowParser parser,
            Unread unread,
            Optional<String> marked,
            Optional<Declaration> declaration) {}

    /** What most of the first rows say against a reading. */
    private Optional<String> doubt(Candidate candidate) {
        boolean isPublished = candidate.declaration().isPresent();
        return new Plausibility(candidate.schema().columns(), look, settings)
                .doubt(firstRows(candidate), isPublished ? Plausibility.Claim.PUBLISHED : Plausibility.Claim.GUESSED);
    }

    /** The first rows as a candidate reads them; several questions are asked of them. */
    private List<Parsed> firstRows(Candidate candidate) {
        return firstRows.computeIfAbsent(candidate.parser(), parser -> look.rows(parser.columns()).stream()
                .map(row -> parser.parse("", row))
                .toList());
    }

    private Optional<Candidate> resolved(ColumnMapping mapping) {
        MappingResolver resolver = new MappingResolver(columns, false);
        ColumnMapping resolved = resolver.resolve(mapping);
        return resolver.lacking().isEmpty()
                ? Optional.of(candidate(PreferenceSchema.BY_WORDS, resolved, Optional.empty()))
                : Optional.empty();
    }

    private Candidate candidate(Declaration declaration) {
        ColumnMapping mapping = new MappingResolver(columns, false).resolve(declaration.columns());
        return candidate(declaration.name(), mapping, Optional.of(declaration));
    }

    private Candidate candidate(String name, ColumnMapping mapping, Optional<Declaration> declaration) {
        WritingStyle.Settled writing = new WritingStyle(columns, look)
                .settle(mapping.withSlices(slices()), settings.columns().writing());
        PreferenceSchema schema = new PreferenceSchema(name, writing.mapping());
        Map<String, Double> weights = settings.ratingWeights();
        // of schemas that are not taken nobody asked for weights
        boolean weighed = schema.attributes().containsAll(weights.keySet());
        RowParser parser = schema.bind(columns, weighed ? weights : Map.of());
        boolean judges =
                mapping.judgement().isGiven() || !mapping.answers().rejected().isEmpty();
        Unread unread = Unread.of(
                columns,
                Unread.read(mapping, parser),
                declaration.map(known -> known.leaves().keySet()).orElse(Set.of()),
                declaration.map(Declaration::copies).orElse(Map.of()),
                declaration
                        .map(known -> known.taken() == Declaration.Taken.IF_IT_EXPLAINS_ALL)
                        .orElse(!judges),
                settings.ignore(),
                look);
        unread.missed().addAll(unreadJudgements(schema.columns()));
        return new Candidate(schema, parser, unread, writing.finding(), declaration);
    }

    /** What the items of a list of answers say of these, where nothing says which one is better. */
    private List<String> unreadJudgements(ColumnMapping mapping) {
        List<String> unread = new ArrayList<>();
        boolean wanted = !mapping.judgement().isGiven() && !settings.ignore().contains(InputSettings.ALL);
        for (String path : wanted ? mapping.answers().responses() : List.<String>of()) {
            int field = path.lastIndexOf("[].");
            Optional<ColumnPath> item =
                    field < 0 ? Optional.empty() : ColumnPath.find(path.substring(0, field + 2), columns);
            if (item.isPresent() && item.orElseThrow().type() instanceof StructType struct) {
                List.of("rating-field", "rank-field").forEach(words -> Part.field(struct, words)
                        .map(name -> path.substring(0, field + 3) + name)
                        .filter(name -> !settings.ignore().contains(name))
                        .ifPresent(unread::add));
            }
        }
        return unread;
    }

    private List<String> slices() {
        return settings.columns().isGiven() ? List.of() : settings.columns().slices();
    }

    private void requireKnown(Map<String, Double> weights, PreferenceSchema schema) {
        Set<String> known = schema.attributes();
        for (String attribute : weights.keySet()) {
            if (!known.contains(attribute)) {
                throw new UserError(
                        UserError.Kind.SETTINGS,
                        "input.rating-weights." + attribute + ": the schema '" + schema.name() + "' has "
                                + (known.isEmpty()
                                        ? "no attributes to weigh; remove it"
                                        : "no such attribute; known: " + String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    private Recognition best(List<Candidate> explaining, List<Declaration> fitting) {
        List<Candidate> largest = largest(explaining);
        Candidate taken = largest.size() == 1 ? largest.get(0) : firstThatReads(largest);
        refuseNearMiss(taken.declaration().orElseThrow());
        List<String> others = fitting.stream()
                .map(Declaration::name)
                .filter(name -> !name.equals(taken.schema().name()))
                .toList();
        String alsoFits = "its columns also fit " + String.join(", ", others) + "; ";
        String reason = largest.size() > 1
                ? alsoFits + "the first rows read as " + taken.schema().name()
                : others.isEmpty()
                        ? "no other schema fits the columns"
                        : alsoFits + taken.schema().name() + " accounts for more of them";
        return taken(taken, others, reason);
    }

    private List<String> fitting(String except) {
        return Declaration.all().stream()
                .filter(declaration -> !declaration.name().equals(except) && declaration.fits(columns))
                .map(Declaration::name)
                .toList();
    }

    private Recognition taken(Candidate candidate, List<String> others, String reason) {
        requireSlices();
        requireKnown(settings.ratingWeights(), candidate.schema());
        List<String> missed = candidate.unread().missed();
        Optional<UserError> refusal = missed.isEmpty()
                ? candidate.marked().map(Refusals::marked)
                : Optional.of(Refusals.missed(candidate.schema(), missed, columns));
        return new Recognition(
                candidate.schema(),
                candidate.parser(),
                others,
                reason,
                candidate.unread().columns(),
                candidate.unread().left(),
                refusal);
    }

    private void requireSlices() {
        for (String slice : settings.columns().slices()) {
            if (!Arrays.asList(columns.fieldNames()).contains(slice)) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        "input.columns.slices: column '" + slice + "' is missing" + Names.suggestion(slice, columns)
                                + "; found: " + Names.describe(columns));
            }
        }
    }

    private static List<Candidate> largest(List<Candidate> candidates) {
        int most = candidates.stream().mapToInt(PreferenceSchemas::needs).max().orElseThrow();
        return candidates.stream().filter(candidate -> needs(candidate) == most).toList();
    }

    private static int needs(Candidate candidate) {
        return candidate.declaration().map(known -> known.needs().size()).orElse(0);
    }

    /** A dirty data set is still what most of its rows are; where none is read well, the first stands. */
    private Candidate firstThatReads(List<Candidate> candidates) {
        return candidates.stream().filter(this::isReadable).findFirst().orElse(candidates.get(0));
    }

    private boolean isReadable(Candidate candidate) {
        List<Parsed> rows = firstRows(candidate);
        long usable = rows.stream().filter(Parsed.Usable.class::isInstance).count();
        return 2 * usable >= rows.size();
    }

    /** Whether no other one of equally many columns reads the rows better, whatever else speaks against that. */
    private boolean isAsReadable(Candidate candidate, List<Candidate> candidates) {
        List<Candidate> equal = candidates.stream()
                .filter(other -> needs(other) == needs(candidate))
                .toList();
        return equal.size() == 1 || isReadable(candidate) || equal.stream().noneMatch(this::isReadable);
    }

    /**
     * Refuses where a schema that needs more columns fails by a misspelt or mistyped one alone: a pair whose prompt is called
     * {@code promt} fits as a pair without prompt, and would be scored without it. A column that is read is no misspelt one.
     */
    private void refuseNearMiss(Declaration fit) {
        Set<String> read = new TreeSet<>();
        new MappingResolver(columns, false)
                .resolve(fit.columns())
                .paths()
                .forEach(path -> read.add(ColumnPath.root(path)));
        Declaration.all().stream()
                .filter(larger -> larger.needs().size() > fit.needs().size()
                        && larger.needs().keySet().containsAll(fit.needs().keySet()))
                .filter(larger -> larger.needs().keySet().stream().allMatch(path -> isOrWasMeant(path, read)))
                // texts where the larger one has messages are what they are
                .filter(larger -> larger.needs().keySet().stream()
                        .anyMatch(path -> !fit.needs().containsKey(path) && !larger.isMet(path, columns)))
                .min(Comparator.comparingInt(larger -> larger.lacking(columns).size()))
                .ifPresent(larger -> {
                    throw Refusals.misspelt(larger, fit, columns);
                });
    }

    private boolean isOrWasMeant(String path, Set<String> read) {
        String column = ColumnPath.root(path);
        return Arrays.stream(columns.fieldNames())
                .anyMatch(name ->
                        name.equals(column) || (!read.contains(name) && Names.edits(column, name) <= MOST_SLIPS));
    }

    /** Whether a column of this name is, in some schema, something else than text. */
    static boolean isSometimesNoText(String name) {
        return Declaration.all().stream().anyMatch(declaration -> declaration.needsNoText(name)) || Part.isTurns(name);
    }

    /** Whether a column of this name may be read. */
    static boolean isRead(String name) {
        return Declaration.all().stream()
                        .anyMatch(declaration -> declaration.roots().contains(name))
                || Part.isTurns(name);
    }

    /** Whether a column of this name is, in some schema, text. */
    static boolean isSometimesText(String name) {
        return Declaration.all().stream().anyMatch(declaration -> declaration.needsText(name)) || Part.isTurns(name);
    }

    /** Columns that would be read as text or messages; what rows would tell is not asked. */
    static Set<String> readBy(StructType columns, InputSettings settings) {
        Set<String> names = new TreeSet<>();
        Set<String> known = Set.of(columns.fieldNames());
        try {
            recognise(columns, settings, (some, count) -> List.of())
                    .schema()
                    .columns()
                    .turns()
                    .forEach(path -> names.add(ColumnPath.root(path)));
        } catch (UserError unclear) {
            for (Declaration declaration : Declaration.all()) {
                if (declaration.fits(columns)) {
                    names.addAll(declaration.roots());
                }
            }
        }
        return names.stream().filter(known::contains).collect(Collectors.toCollection(TreeSet::new));
    }
}
