package io.prefscore.dataset;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A few rows in the exact shape and types of each published data set, written for the tests, and what they must come to. The
 * figures are worked out by hand from the rows in {@code preference-data}.
 */
@SuppressWarnings("ImmutableEnumChecker") // records of numbers are immutable, but carry no annotation that says so
public enum PublishedData {
    // prime 4:1, rain 3:3, one answer alone, three answers 4:1:2, and a null
    HELPSTEER2(
            "helpsteer2",
            "prompt string, response string, helpfulness int, correctness int, coherence int, complexity int,"
                    + " verbosity int",
            new Counts(9, 4, 5, 1, 1)),
    // means 11/3 : 1/3, 2:2, one alone, one of two without ratings
    HELPSTEER2_DISAGREEMENTS(
            "helpsteer2-disagreements",
            "prompt string, response string, helpfulness array<int>, correctness array<int>, coherence array<int>,"
                    + " complexity array<int>, verbosity array<int>",
            new Counts(7, 4, 2, 1, 0)),
    // −3, 0, 2, −100 (neither is valid: scored, not compared), null
    HELPSTEER2_PREFERENCE(
            "helpsteer2-preference",
            "split string, prompt string, response_1 string, response_2 string, preference_strength int,"
                    + " preference_statement string, preference_elaboration string,"
                    + " three_most_similar_preferences array<struct<statement: string, elaboration: string, strength: int>>,"
                    + " all_preferences_unprocessed array<struct<strength: int>>",
            new Counts(5, 4, 3, 1, 1)),
    // −2, 0, 3, a context without turns, a response that is null
    HELPSTEER3_PREFERENCE(
            "helpsteer3-preference",
            "domain string, language string, context array<struct<role: string, content: string>>, response1 string,"
                    + " response2 string, overall_preference int, individual_preference"
                    + " array<struct<score: int, reasoning: string, feedback1: string, feedback2: string>>",
            new Counts(5, 3, 3, 1, 2)),
    // four scores 8 6 8 2, one answer alone, one of two without score, no completions
    ULTRAFEEDBACK(
            "ultrafeedback",
            "source string, instruction string, models array<string>, completions array<struct<annotations:"
                    + " struct<instruction_following: struct<Rating: string, Rationale: string>,"
                    + " honesty: struct<Rating: string, Rationale: string>,"
                    + " truthfulness: struct<Rating: string, Rationale: string>,"
                    + " helpfulness: struct<Rating: string, Rationale: string>>, custom_system_prompt: string,"
                    + " model: string, principle: string, response: string, critique: string, overall_score: double,"
                    + " `fine-grained_score`: double>>, correct_answers array<string>, incorrect_answers array<string>",
            new Counts(4, 3, 6, 1, 1)),
    // 8.5 : 3, 7 : 7, chosen null
    ULTRAFEEDBACK_BINARIZED(
            "ultrafeedback-binarized",
            "prompt string, prompt_id string, chosen array<struct<content: string, role: string>>,"
                    + " rejected array<struct<content: string, role: string>>,"
                    + " messages array<struct<content: string, role: string>>, score_chosen double, score_rejected double",
            new Counts(3, 2, 2, 1, 1)),
    // two turns, an empty answer, a text that is no dialogue
    HH_RLHF("hh-rlhf", "chosen string, rejected string", new Counts(3, 2, 2, 0, 1)),
    // a pair, two equal answers (the label still prefers one), no turns
    SKYWORK(
            "skywork-reward-preference",
            "implicit-pair",
            "chosen array<struct<content: string, role: string>>, rejected array<struct<content: string, role: string>>,"
                    + " source string",
            new Counts(3, 2, 2, 0, 1)),
    // 0.9 : 0.1, 0.5 : 0.5, no scores
    RLHFLOW(
            "rlhflow-pair",
            "implicit-pair",
            "rejected array<struct<content: string, role: string>>, chosen array<struct<content: string, role: string>>,"
                    + " rejected_score double, chosen_score double",
            new Counts(3, 3, 3, 1, 0)),
    // A, B, A of one post, and a label that means nothing
    SHP(
            "shp",
            "post_id string, domain string, upvote_ratio double, history string, c_root_id_A string, c_root_id_B string,"
                    + " created_at_utc_A bigint, created_at_utc_B bigint, score_A bigint, score_B bigint,"
                    + " human_ref_A string, human_ref_B string, labels bigint, seconds_difference double,"
                    + " score_ratio double",
            new Counts(4, 3, 3, 0, 1)),
    // two pairs of one question, a question that is null
    STACK_EXCHANGE(
            "stack-exchange-paired",
            "qid bigint, question string, date string, metadata array<string>, response_j string, response_k string",
            new Counts(3, 2, 2, 0, 1)),
    // two pairs, an answer that is null
    REWARDBENCH_1(
            "rewardbench-v1",
            "prompt string, chosen string, chosen_model string, rejected string, rejected_model string, subset string,"
                    + " id bigint",
            new Counts(3, 2, 2, 0, 1)),
    // 1 × 3, ref 1 × 3, tied 2 × 3, no right answers
    REWARDBENCH_2(
            "rewardbench-v2",
            "id string, prompt string, chosen array<string>, rejected array<string>, num_correct bigint,"
                    + " num_incorrect bigint, total_completions bigint, models array<string>, subset string,"
                    + " additional_metadata struct<category: string, correct: string, index: double,"
                    + " instruction_id_list: array<string>, label: string, method: string, models: array<string>,"
                    + " prompt_norm: string, subcategory: string, valid: double>",
            new Counts(4, 3, 12, 0, 1)),
    // 3 × 3, and two right answers where three must be
    RM_BENCH(
            "rm-bench",
            "id bigint, prompt string, chosen array<string>, rejected array<string>, domain string",
            new Counts(2, 1, 9, 0, 1)),
    // A, B, a tie, and a label that means nothing
    JUDGEBENCH(
            "judgebench",
            "pair_id string, original_id string, source string, question string, response_model string,"
                    + " response_A string, response_B string, label string",
            new Counts(4, 3, 3, 1, 1)),
    // a pair, an answer that is null
    RMB_PAIRWISE(
            "rmb-pairwise",
            "pair_uid string, conversation_input array<struct<role: string, content: string>>,"
                    + " chosen struct<llm_name: string, answer: string>, reject struct<llm_name: string, answer: string>,"
                    + " category_path string",
            new Counts(2, 1, 1, 0, 1)),
    // one against two, one against none
    RMB_BEST_OF_N(
            "rmb-best-of-n",
            "bon_uid string, conversation_input array<struct<role: string, content: string>>,"
                    + " bon_best struct<llm_name: string, answer: string>,"
                    + " loser_list array<struct<llm_name: string, answer: string>>, category_path string",
            new Counts(2, 1, 2, 0, 1)),
    // A after two turns, a tie, B, a null among the answers, two winners
    ARENA_55K(
            "lmsys-arena-55k",
            "id bigint, model_a string, model_b string, prompt string, response_a string, response_b string,"
                    + " winner_model_a int, winner_model_b int, winner_tie int",
            new Counts(5, 3, 3, 1, 2)),
    // A, B, two kinds of ties, and a winner that is none
    ARENA_100K(
            "lmsys-arena-100k",
            "question_id string, model_a string, model_b string, winner string,"
                    + " conversation_a array<struct<content: string, role: string>>,"
                    + " conversation_b array<struct<content: string, role: string>>, turn bigint, anony boolean,"
                    + " language string, tstamp double, is_code boolean",
            new Counts(5, 4, 4, 2, 1)),
    // B, a tie, no winner
    PPE(
            "ppe-human-preference",
            "question_id string, model_a string, model_b string, winner string, prompt string, response_1 string,"
                    + " response_2 string, language string, is_code boolean, is_refusal boolean, hard_prompt boolean",
            new Counts(3, 2, 2, 1, 1)),
    // ranks 2 1 3, ranks 1 1, no answers
    NECTAR(
            "nectar",
            "prompt string, answers array<struct<answer: string, model: string, rank: double>>, turns bigint,"
                    + " num_responses bigint, source array<string>, good_natured boolean",
            new Counts(3, 2, 4, 1, 1)),
    // margins 1.5 and 0, chosen null
    TRL_STANDARD(
            "trl-preference-standard",
            "pair",
            "prompt string, chosen string, rejected string, margin double",
            new Counts(3, 2, 2, 1, 1)),
    // a pair, a prompt without turns
    TRL_CONVERSATIONAL(
            "trl-preference-conversational",
            "pair",
            "prompt array<struct<role: string, content: string>>, chosen array<struct<role: string, content: string>>,"
                    + " rejected array<struct<role: string, content: string>>",
            new Counts(2, 1, 1, 0, 1)),
    // two texts that begin alike, two that are equal, a null
    TRL_IMPLICIT_STANDARD(
            "trl-preference-implicit-standard",
            "implicit-text-pair",
            "chosen string, rejected string",
            new Counts(3, 2, 2, 0, 1)),
    // a pair, two conversations that begin differently
    TRL_IMPLICIT_CONVERSATIONAL(
            "trl-preference-implicit-conversational",
            "implicit-pair",
            "chosen array<struct<role: string, content: string>>, rejected array<struct<role: string, content: string>>",
            new Counts(2, 1, 1, 0, 1)),
    // good and bad to one prompt, good alone to another, a null
    TRL_UNPAIRED(
            "trl-unpaired", "unpaired", "prompt string, completion string, label boolean", new Counts(4, 2, 1, 0, 1)),
    // three answers, none
    PROMPT_RESPONSES("prompt-responses", "prompt string, responses array<string>", new Counts(2, 1, 0, 0, 1)),
    // two answers, a prompt that is null
    PROMPT_RESPONSE("prompt-response", "prompt string, response string", new Counts(3, 2, 0, 0, 1)),
    // a conversation, one without turns
    MESSAGES("messages", "messages array<struct<role: string, content: string>>", new Counts(2, 1, 0, 0, 1));

    private final String file;
    private final String schema;
    private final String columns;
    private final Counts counts;

    /** Rows in, and what becomes of them. */
    public record Counts(long rows, long examples, long comparisons, long ties, long setAside) {}

    PublishedData(String file, String columns, Counts counts) {
        this(file, file, columns, counts);
    }

    PublishedData(String file, String schema, String columns, Counts counts) {
        this.file = file;
        this.schema = schema;
        this.columns = columns;
        this.counts = counts;
    }

    public String file() {
        return file;
    }

    /** Name of the schema that it must be recognised as. */
    public String schema() {
        return schema;
    }

    public Counts counts() {
        return counts;
    }

    /** The rows with the published types. */
    public Dataset<Row> rows(SparkSession spark) {
        return spark.read().schema(columns).json("src/test/resources/preference-data/" + file + ".jsonl");
    }
}
