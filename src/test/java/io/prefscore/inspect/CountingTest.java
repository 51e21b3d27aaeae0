package io.prefscore.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.config.ColumnMapping;
import io.prefscore.dataset.Parsed;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregations beside plain loops over the same rows. */
@ExtendWith(LocalSpark.class)
class CountingTest {

    private record Answer(String prompt, String text, OptionalDouble rating, String domain) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsPairsOfRatedAnswersAsLoopsDo(long seed, SparkSession spark) {
        List<Answer> answers = answers(new Random(seed));
        Dataset<Row> findings = findings(spark, answers);

        ExampleTally counted = Counting.examples(findings);

        Map<String, List<Answer>> byPrompt = new HashMap<>();
        answers.forEach(answer -> byPrompt.computeIfAbsent(answer.prompt(), prompt -> new ArrayList<>())
                .add(answer));
        long comparisons = 0;
        long ties = 0;
        LengthHistogram responses = new LengthHistogram();
        for (List<Answer> together : byPrompt.values()) {
            responses.add(together.size());
            for (int left = 0; left < together.size(); left++) {
                for (int right = left + 1; right < together.size(); right++) {
                    OptionalDouble first = together.get(left).rating();
                    OptionalDouble second = together.get(right).rating();
                    if (first.isPresent() && second.isPresent()) {
                        comparisons++;
                        ties += first.equals(second) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(comparisons).isPositive();
        assertThat(ties).isPositive();
        assertThat(counted.examples()).isEqualTo(byPrompt.size());
        assertThat(counted.comparisons()).isEqualTo(comparisons);
        assertThat(counted.ties()).isEqualTo(ties);
        assertThat(counted.responses().bars(64)).isEqualTo(responses.bars(64));
        assertThat(counted.promptCharacters().sum())
                .isEqualTo(byPrompt.keySet().stream().mapToLong(String::length).sum());
        assertThat(counted.turns().sum()).isEqualTo(byPrompt.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void countsSlicesAndShowsTheMostFrequentValues(long seed, SparkSession spark) {
        List<Answer> answers = answers(new Random(seed));

        List<Inspection.Slice> slices = Counting.slices(findings(spark, answers));

        Map<String, Long> counts = new TreeMap<>();
        answers.forEach(answer -> counts.merge(answer.domain(), 1L, Long::sum));
        List<Inspection.ValueCount> expected = counts.entrySet().stream()
                .map(entry -> new Inspection.ValueCount(entry.getKey(), entry.getValue()))
                .sorted((left, right) -> left.rows() != right.rows()
                        ? Long.compare(right.rows(), left.rows())
                        : left.value().compareTo(right.value()))
                .limit(SliceValues.SHOWN)
                .toList();
        assertThat(slices).extracting(Inspection.Slice::name).containsExactly("all", "domain");
        assertThat(slices.get(0).mostFrequent()).containsExactly(new Inspection.ValueCount("same", answers.size()));
        assertThat(slices.get(1).distinct()).isEqualTo(counts.size()).isGreaterThan(SliceValues.SHOWN);
        assertThat(slices.get(1).mostFrequent()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void tellsDistinctTextsAndSharedPromptsAsLoopsDo(long seed, SparkSession spark) {
        List<Answer> answers = answers(new Random(seed));

        Counting.Distinct counted = Counting.distinct(findings(spark, answers));

        Map<String, Map<String, Integer>> texts = new HashMap<>();
        answers.forEach(answer -> texts.computeIfAbsent(answer.prompt(), prompt -> new HashMap<>())
                .put(answer.text(), answer.text().length()));
        long characters = 0;
        long shared = 0;
        long distinct = 0;
        for (Map.Entry<String, Map<String, Integer>> prompt : texts.entrySet()) {
            int answered = prompt.getValue().values().stream()
                    .mapToInt(length -> length)
                    .sum();
            distinct += prompt.getValue().size();
            characters += answered
                    + (long) prompt.getKey().length() * prompt.getValue().size();
            shared += answered + prompt.getKey().length();
        }
        assertThat(distinct).isLessThan(answers.size());
        assertThat(counted).isEqualTo(new Counting.Distinct(distinct, texts.size(), characters, shared, 0, 0));
    }

    private static List<Answer> answers(Random random) {
        List<Answer> answers = new ArrayList<>();
        for (int row = 0; row < 400; row++) {
            answers.add(new Answer(
                    "p".repeat(1 + random.nextInt(40)),
                    "a".repeat(random.nextInt(8)),
                    random.nextInt(5) == 0 ? OptionalDouble.empty() : OptionalDouble.of(random.nextInt(5)),
                    "domain " + (int) (40 * random.nextDouble() * random.nextDouble())));
        }
        return answers;
    }

    /** The findings of five partitions. */
    private static Dataset<Row> findings(SparkSession spark, List<Answer> answers) {
        List<Row> findings = new ArrayList<>();
        for (int partition = 0; partition < 5; partition++) {
            List<Row> rows = new ArrayList<>();
            for (int row = partition; row < answers.size(); row += 5) {
                String name = Integer.toString(row);
                rows.add(RowFactory.create(
                        name.getBytes(StandardCharsets.UTF_8), name, null, null, RowFactory.create(row)));
            }
            new PartitionFindings(
                            rows.iterator(),
                            (name, row) -> parsed(answers.get(row.getInt(0))),
                            ColumnMapping.Rows.SHARE_PROMPT,
                            new PlainMeter(),
                            Integer.MAX_VALUE)
                    .forEachRemaining(findings::add);
        }
        Dataset<Row> table = spark.createDataFrame(findings, Findings.SCHEMA);
        assertThat(Counting.tally(table).rows()).isEqualTo(answers.size());
        return table;
    }

    private static Parsed parsed(Answer answer) {
        return new Parsed.Usable(new Example(
                answer.prompt(),
                List.of(new Message("user", answer.prompt())),
                List.of(new Response(
                        List.of(new Message("assistant", answer.text())), answer.rating(), Optional.empty())),
                List.of(),
                Map.of("domain", answer.domain(), "all", "same")));
    }
}
