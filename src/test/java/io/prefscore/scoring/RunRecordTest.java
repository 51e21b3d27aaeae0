package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunRecordTest {

    /** A key more, and a run that an earlier version left unfinished could not be gone on with. */
    @Test
    void knowsARunByWhatEarlierVersionsKnewItBy() {
        String identity = RunRecord.identity(
                Runs.settings(Runs.input("data.jsonl"), Path.of("out")), new LengthModel("length", "journal"));

        JsonObject json = JsonParser.parseString(identity).getAsJsonObject();

        assertThat(json.keySet()).containsExactly("model-fingerprint", "input");
        assertThat(json.getAsJsonObject("input").keySet())
                .containsExactly(
                        "paths",
                        "table",
                        "format",
                        "schema",
                        "limit",
                        "sample",
                        "sample-seed",
                        "columns",
                        "rating-weights",
                        "max-set-aside");
    }
}
