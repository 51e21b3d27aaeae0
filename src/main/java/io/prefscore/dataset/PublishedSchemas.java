package io.prefscore.dataset;

import static io.prefscore.dataset.ColumnKind.MESSAGES;
import static io.prefscore.dataset.ColumnKind.NUMBER;
import static io.prefscore.dataset.ColumnKind.NUMBERS;
import static io.prefscore.dataset.ColumnKind.TEXT;
import static io.prefscore.dataset.ColumnKind.TEXTS;
import static io.prefscore.dataset.ColumnKind.TRUTH;
import static io.prefscore.dataset.ColumnKind.WHOLE;

import io.prefscore.dataset.Answers.StructAnswer;
import io.prefscore.dataset.ColumnKind.Field;
import io.prefscore.dataset.LabelFlip.None;
import io.prefscore.dataset.LabelFlip.Swap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes in which preference data is published. Each method is one of them, with what its fields mean. */
final class PublishedSchemas {

    /** Columns that say what kind of data a row is, under the names that most sets use. */
    static final List<String> USUAL_SLICES = List.of(
            "dataset",
            "subset",
            "domain",
            "source",
            "language",
            "category",
            "category_path",
            "split",
            "kind",
            "task",
            "difficulty");

    private static final None RATINGS_ARE_NO_LABELS =
            new None("ratings are given to each response by itself; none of them is a label to turn round");
    private static final None MANY_COMPARISONS = new None("a row holds several comparisons");

    private static final Label WINNER = Label.named(
            "winner",
            List.of("model_a", "model_b"),
            Map.of("tie", "", "tie (bothbad)", "both-bad", "both_bad", "both-bad"),
            Optional.empty());

    /** Answers with what sets call their ratings and writers, where they have them. */
    private static final Side CHOSEN = Side.of("chosen")
            .ratedBy("score_chosen", "chosen_score", "chosen_rating", "chosen-rating")
            .writtenBy("chosen_model", "chosen-model");

    private static final Side REJECTED = Side.of("rejected")
            .ratedBy("score_rejected", "rejected_score", "rejected_rating", "rejected-rating")
            .writtenBy("rejected_model", "rejected-model");
    private static final Label CHOSEN_WINS = Label.firstOf(CHOSEN, REJECTED, "margin");

    private static final List<String> HELP_STEER_ATTRIBUTES =
            List.of("helpfulness", "correctness", "coherence", "complexity", "verbosity");

    private static final List<Field> ANSWER_OF_MODEL = List.of(new Field("llm_name", TEXT), new Field("answer", TEXT));

    /** Where equally many columns fit, the earlier one is taken if it can read the rows. */
    static final List<PreferenceSchema> ALL = List.of(
            helpSteer2(),
            helpSteer2Disagreements(),
            helpSteer2Preference(),
            helpSteer3Preference(),
            ultraFeedback(),
            ultraFeedbackBinarized(),
            humanReference(),
            stackExchangePaired(),
            rewardBench1(),
            rewardBench2(),
            rmBench(),
            judgeBench(),
            rmbPairwise(),
            rmbBestOfN(),
            arena55k(),
            arena100k(),
            ppeHumanPreference(),
            nectar(),
            pair(),
            hhRlhf(),
            implicitPair(),
            textPair(),
            unpaired(),
            promptResponses(),
            promptResponse(),
            messages());

    private PublishedSchemas() {}

    /** HelpSteer2, train and validation: each answer rated from 0 to 4 in five respects. arXiv 2406.08673. */
    private static PreferenceSchema helpSteer2() {
        return helpSteerRatings("helpsteer2", "pairs of the rated answers to one prompt", NUMBER);
    }

    /** HelpSteer2's disagreements: the ratings of all annotators, whose mean counts. */
    private static PreferenceSchema helpSteer2Disagreements() {
        return helpSteerRatings(
                "helpsteer2-disagreements", "pairs of the answers to one prompt, by mean rating", NUMBERS);
    }

    private static PreferenceSchema helpSteerRatings(String name, String summary, ColumnKind rating) {
        return PreferenceSchema.named(name, summary)
                .needs("prompt", TEXT)
                .needs("response", TEXT)
                .needsEach(rating, HELP_STEER_ATTRIBUTES)
                .oneExamplePerPrompt()
                .ratedBy(RatingRule.of(HELP_STEER_ATTRIBUTES.toArray(String[]::new)))
                .flippedBy(RATINGS_ARE_NO_LABELS)
                .readsRated(rule ->
                        Answers.rated(Turns.helpSteerPrompt("prompt"), Turns.turn("response", Turns.ASSISTANT), rule));
    }

    /** HelpSteer2 preference: −3 (the first answer is much better) to 3; −100 where an annotator found neither valid. */
    private static PreferenceSchema helpSteer2Preference() {
        return PreferenceSchema.named("helpsteer2-preference", "response_1 against response_2, by signed strength")
                .needs("prompt", TEXT)
                .pair(Side.of("response_1"), Side.of("response_2"), TEXT)
                .needs("preference_strength", NUMBER)
                .labelledBy(Label.signed("preference_strength", 3))
                .pairAfter(Turns.helpSteerPrompt("prompt"));
    }

    /** HelpSteer3 preference: a message list and two answers, −3 to 3 as in HelpSteer2. arXiv 2505.11475. */
    private static PreferenceSchema helpSteer3Preference() {
        return PreferenceSchema.named("helpsteer3-preference", "response1 against response2, by signed strength")
                .needs("context", MESSAGES)
                .pair(Side.of("response1"), Side.of("response2"), TEXT)
                .needs("overall_preference", NUMBER)
                .labelledBy(Label.signed("overall_preference", 3))
                .pairAfter(Turns.messages("context"));
    }

    /** UltraFeedback as first published: usually four answers, each with ratings of a judge model. arXiv 2310.01377. */
    private static PreferenceSchema ultraFeedback() {
        RatingRule attributes = RatingRule.of("overall_score", "fine-grained_score")
                .withNested("instruction_following", "annotations", "instruction_following", "Rating")
                .withNested("honesty", "annotations", "honesty", "Rating")
                .withNested("truthfulness", "annotations", "truthfulness", "Rating")
                .withNested("helpfulness", "annotations", "helpfulness", "Rating");
        return PreferenceSchema.named("ultrafeedback", "all pairs of the rated completions")
                .needs("instruction", TEXT)
                .needs("completions", ColumnKind.structs(List.of(new Field("response", TEXT))))
                .ratedBy(attributes)
                .flippedBy(RATINGS_ARE_NO_LABELS)
                .readsRated(rule -> Answers.ratedList(
                        Turns.turn("instruction", Turns.USER),
                        "completions",
                        new StructAnswer("response", "model", rule)));
    }

    /** UltraFeedback binarized: the best and another answer, each after the prompt. */
    private static PreferenceSchema ultraFeedbackBinarized() {
        return PreferenceSchema.named("ultrafeedback-binarized", "chosen against rejected, ties by equal scores")
                .needs("prompt", TEXT)
                .pair(
                        Side.of("chosen").ratedBy("score_chosen"),
                        Side.of("rejected").ratedBy("score_rejected"),
                        MESSAGES)
                .needsEach(NUMBER, List.of("score_chosen", "score_rejected"))
                .identifiedBy("id", "prompt_id")
                .pairThatMayRepeat("prompt");
    }

    /** Stanford Human Preferences: two comments to a post, of which the one with label 1 has the higher score. */
    private static PreferenceSchema humanReference() {
        return PreferenceSchema.named("shp", "the better comment against the other, by ratio of their scores")
                .needs("history", TEXT)
                .pair(
                        Side.of("human_ref_A").ratedBy("score_A"),
                        Side.of("human_ref_B").ratedBy("score_B"),
                        TEXT)
                .needs("labels", NUMBER)
                .identifiedBy("id")
                .labelledBy(Label.named("labels", List.of("1", "0"), Map.of(), Optional.of("score_ratio")))
                .flippedBy(new LabelFlip.Complement("labels"))
                .pairAfter(Turns.turn("history", Turns.USER));
    }

    /** StackExchange paired: {@code response_j} has more votes than {@code response_k}. */
    private static PreferenceSchema stackExchangePaired() {
        return PreferenceSchema.named("stack-exchange-paired", "response_j against response_k")
                .needs("question", TEXT)
                .pair(Side.of("response_j"), Side.of("response_k"), TEXT)
                .pairAfter(Turns.turn("question", Turns.USER));
    }

    /** RewardBench: pairs in subsets that its score weights. arXiv 2403.13787. */
    private static PreferenceSchema rewardBench1() {
        return PreferenceSchema.named("rewardbench-v1", "chosen against rejected, by subset")
                .needs("prompt", TEXT, MESSAGES)
                .pair(
                        Side.of("chosen").writtenBy("chosen_model"),
                        Side.of("rejected").writtenBy("rejected_model"),
                        TEXT,
                        MESSAGES)
                .needsEach(TEXT, List.of("chosen_model", "rejected_model", "subset"))
                .pairThatMayRepeat("prompt");
    }

    /**
     * RewardBench 2: right answers against wrong ones, one against three but for the subset Ties. There a question has
     * several right answers, and stands twice: with one right answer (id {@code ref:N}) and with all ({@code tied:N}). A
     * row is accurate if its worst right answer beats its best wrong one; with m the former's lead over the latter, and d
     * the spread of the right answers of {@code tied:N}, the subset scores 0.30 accuracy of tied rows + 0.30 accuracy of
     * ref rows + 0.20 share with m(tied) &gt; d + 0.20 share with min(m(ref), m(tied)) &gt; d + 0.01 mean of
     * tanh(min(m(ref), m(tied)) / d − 1), 0 where that is no number. Source: the benchmark's own scoring code; arXiv
     * 2506.01937. The id is the example's, and the comparisons table has all rewards that the rule needs.
     */
    private static PreferenceSchema rewardBench2() {
        return PreferenceSchema.named("rewardbench-v2", "each right answer against each wrong one")
                .needs("prompt", TEXT)
                .needs("chosen", Turns.TextList.KIND)
                .needs("rejected", Turns.TextList.KIND)
                .needs("num_correct", NUMBER)
                .needs("total_completions", NUMBER)
                .needs("subset", TEXT)
                .flippedBy(MANY_COMPARISONS)
                .reads(Answers.grid(
                        Turns.turn("prompt", Turns.USER),
                        "chosen",
                        "rejected",
                        Answers.ANY_NUMBER,
                        (chosen, rejected) -> Optional.empty()));
    }

    /**
     * RM-Bench: three right and three wrong answers, each concise, detailed, and detailed with markdown. The tag says what a
     * comparison counts for: a right answer in the plainer style is {@code hard} to prefer, in the richer one {@code easy},
     * in the same {@code normal}. arXiv 2410.16184.
     */
    private static PreferenceSchema rmBench() {
        return PreferenceSchema.named("rm-bench", "three right answers against three wrong ones, by style")
                .needs("prompt", TEXT)
                .needs("chosen", TEXTS)
                .needs("rejected", TEXTS)
                .flippedBy(MANY_COMPARISONS)
                .reads(Answers.grid(
                        Turns.turn("prompt", Turns.USER),
                        "chosen",
                        "rejected",
                        3,
                        (chosen, rejected) ->
                                Optional.of(chosen == rejected ? "normal" : chosen < rejected ? "hard" : "easy")));
    }

    /** JudgeBench: two answers of one model, of which one is right. arXiv 2410.12784. */
    private static PreferenceSchema judgeBench() {
        return PreferenceSchema.named("judgebench", "response_A against response_B, by label")
                .needs("question", TEXT)
                .pair(
                        Side.of("response_A").writtenBy("response_model"),
                        Side.of("response_B").writtenBy("response_model"),
                        TEXT)
                .needs("label", TEXT)
                .identifiedBy("pair_id")
                .labelledBy(Label.named("label", List.of("A>B", "B>A"), Map.of("A=B", ""), Optional.empty()))
                .pairAfter(Turns.turn("question", Turns.USER));
    }

    /** RMB, pairwise: two structs of writer and answer. arXiv 2410.09893. */
    private static PreferenceSchema rmbPairwise() {
        return PreferenceSchema.named("rmb-pairwise", "chosen against reject")
                .needs("conversation_input", MESSAGES)
                .needs("chosen", ColumnKind.struct(ANSWER_OF_MODEL))
                .needs("reject", ColumnKind.struct(ANSWER_OF_MODEL))
                .identifiedBy("pair_uid")
                .flippedBy(new Swap(List.of(List.of("chosen", "reject"))))
                .reads(Answers.pairOf(
                        Turns.messages("conversation_input"),
                        "chosen",
                        "reject",
                        new StructAnswer("answer", "llm_name", RatingRule.NONE)));
    }

    /** RMB, best of n: one answer that is to beat each of a list. */
    private static PreferenceSchema rmbBestOfN() {
        return PreferenceSchema.named("rmb-best-of-n", "bon_best against each of loser_list")
                .needs("conversation_input", MESSAGES)
                .needs("bon_best", ColumnKind.struct(ANSWER_OF_MODEL))
                .needs("loser_list", ColumnKind.structs(ANSWER_OF_MODEL))
                .identifiedBy("bon_uid")
                .flippedBy(MANY_COMPARISONS)
                .reads(Answers.bestOf(
                        Turns.messages("conversation_input"),
                        "bon_best",
                        "loser_list",
                        new StructAnswer("answer", "llm_name", RatingRule.NONE)));
    }

    /** LMSYS arena, 55,000 battles: both sides' turns as lists, usually as JSON in a text. */
    private static PreferenceSchema arena55k() {
        return PreferenceSchema.named("lmsys-arena-55k", "response_a against response_b, by winner")
                .needs("prompt", Turns.TextList.KIND)
                .pair(
                        Side.of("response_a", Turns.alternating("prompt", "response_a"))
                                .writtenBy("model_a"),
                        Side.of("response_b", Turns.alternating("prompt", "response_b"))
                                .writtenBy("model_b"),
                        Turns.TextList.KIND)
                .needsEach(NUMBER, List.of("winner_model_a", "winner_model_b", "winner_tie"))
                .labelledBy(Label.flags("winner_model_a", "winner_model_b", "winner_tie"))
                .wholePair();
    }

    /** LMSYS and LMArena conversations (33,000, 100,000, 140,000): two message lists and a winner. */
    private static PreferenceSchema arena100k() {
        return PreferenceSchema.named("lmsys-arena-100k", "conversation_a against conversation_b, by winner")
                .pair(
                        Side.of("conversation_a").writtenBy("model_a"),
                        Side.of("conversation_b").writtenBy("model_b"),
                        MESSAGES)
                .needs("winner", TEXT)
                .identifiedBy("id", "question_id")
                .alsoSlicedBy("is_code", "turn")
                .labelledBy(WINNER)
                .wholePair();
    }

    /** PPE human preference V1: single turns from the arena, columns as its data card lists them. arXiv 2410.14872. */
    private static PreferenceSchema ppeHumanPreference() {
        return PreferenceSchema.named("ppe-human-preference", "response_1 against response_2, by winner")
                .needs("prompt", TEXT)
                .pair(
                        Side.of("response_1").writtenBy("model_a"),
                        Side.of("response_2").writtenBy("model_b"),
                        TEXT)
                .needs("winner", TEXT)
                .identifiedBy("id", "question_id")
                .alsoSlicedBy("is_code", "is_refusal", "hard_prompt", "easy_prompt", "if_prompt", "math_prompt")
                .labelledBy(WINNER)
                .pairAfter(Turns.turn("prompt", Turns.USER));
    }

    /** Nectar: seven ranked answers, rank 1 being the best, to a dialogue as hh-rlhf writes one. */
    private static PreferenceSchema nectar() {
        return PreferenceSchema.named("nectar", "all pairs of the ranked answers")
                .needs("prompt", TEXT)
                .needs(
                        "answers",
                        ColumnKind.structs(
                                List.of(new Field("answer", TEXT), new Field("rank", ColumnKind.NUMBER_OR_TEXT))))
                .flippedBy(new None("ranks order all answers at once"))
                .reads(Answers.ratedList(
                        Turns.promptText("prompt"),
                        "answers",
                        new StructAnswer(
                                "answer", "model", RatingRule.of("rank").weighted(Map.of("rank", -1.0)))));
    }

    /** TRL's preference with an explicit prompt, texts or messages, and everything that is written like it. */
    private static PreferenceSchema pair() {
        return PreferenceSchema.named("pair", "chosen against rejected")
                .needs("prompt", TEXT, MESSAGES)
                .pair(CHOSEN, REJECTED, TEXT, MESSAGES)
                .identifiedBy("id", "prompt_id")
                .labelledBy(CHOSEN_WINS)
                .pairThatMayRepeat("prompt");
    }

    /** Anthropic's hh-rlhf: whole dialogues in texts. arXiv 2204.05862. */
    private static PreferenceSchema hhRlhf() {
        return PreferenceSchema.named("hh-rlhf", "chosen against rejected")
                .pair(
                        Side.of("chosen", Turns.dialogue("chosen")),
                        Side.of("rejected", Turns.dialogue("rejected")),
                        TEXT)
                .flippedBy(CHOSEN_WINS.flip())
                .wholePair();
    }

    /** Skywork-Reward-Preference, RLHFlow's pairs, TRL's conversational preference with an implicit prompt. */
    private static PreferenceSchema implicitPair() {
        return PreferenceSchema.named("implicit-pair", "chosen against rejected")
                .pair(CHOSEN, REJECTED, MESSAGES)
                .labelledBy(CHOSEN_WINS)
                .wholePair();
    }

    /** TRL's standard preference with an implicit prompt: two texts that begin alike. */
    private static PreferenceSchema textPair() {
        return PreferenceSchema.named("implicit-text-pair", "chosen against rejected")
                .pair(CHOSEN, REJECTED, TEXT)
                .labelledBy(CHOSEN_WINS)
                .pairOfTexts();
    }

    /** TRL's unpaired preference: answers that are good or bad. Those to one prompt are compared. */
    private static PreferenceSchema unpaired() {
        return PreferenceSchema.named("unpaired", "good answers against bad ones to the same prompt")
                .needs("prompt", TEXT, MESSAGES)
                .needs("completion", TEXT, MESSAGES)
                .needs("label", TRUTH, WHOLE)
                .oneExamplePerPrompt()
                .flippedBy(new LabelFlip.Complement("label"))
                .readsRated(rule -> Answers.rated(
                        Turns.promptOrMessages("prompt"),
                        Turns.turnOrMessages("completion", Turns.ASSISTANT),
                        RatingRule.of("label")));
    }

    /** Any number of answers to be scored. */
    private static PreferenceSchema promptResponses() {
        return PreferenceSchema.named("prompt-responses", "scored alone")
                .needs("prompt", TEXT, MESSAGES)
                .needs("responses", TEXTS)
                .reads(Answers.texts(Turns.promptOrMessages("prompt"), "responses", Optional.empty()));
    }

    /** One answer to be scored. */
    private static PreferenceSchema promptResponse() {
        return PreferenceSchema.named("prompt-response", "scored alone")
                .needs("prompt", TEXT, MESSAGES)
                .needs("response", TEXT, MESSAGES)
                .reads(Answers.single(Turns.promptOrMessages("prompt"), Side.of("response")));
    }

    /** A conversation to be scored; its last turn is the response. */
    private static PreferenceSchema messages() {
        return PreferenceSchema.named("messages", "scored alone")
                .needs("messages", MESSAGES)
                .reads(Answers.lastTurn(Turns.messages("messages")));
    }
}
