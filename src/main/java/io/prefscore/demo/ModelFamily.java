package io.prefscore.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The reward models that come with the project: several sizes, each trained on several amounts of pairs of
 * {@link PreferenceGenerator} by {@code src/main/python/train_demo_family.py}, some of them with several seeds. They have
 * truly learned: their loss falls with size and data the way the generator's data lets it fall.
 */
public final class ModelFamily {

    /** The manifest's name, in the family's folder of the class path and wherever it is copied to. */
    public static final String MANIFEST = "manifest.json";

    /** The seed of which every size and amount has a member. */
    public static final int FIRST_SEED = 1;

    private static final String FOLDER = "family/";

    private ModelFamily() {}

    /** All members, in the manifest's order. */
    public static List<BuiltInModel> members() {
        List<BuiltInModel> members = new ArrayList<>();
        for (JsonElement member : manifest().getAsJsonArray("members")) {
            members.add(member(member.getAsJsonObject()));
        }
        return List.copyOf(members);
    }

    /** One member of each size and amount, smallest first. */
    public static List<BuiltInModel> grid() {
        return members().stream().filter(member -> member.seed() == FIRST_SEED).toList();
    }

    /** The largest size, trained on most pairs. */
    public static BuiltInModel largest() {
        String name = manifest().get("largest").getAsString();
        return members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the manifest lists no member " + name));
    }

    /** The manifest as it is: recipe, held-out data, baselines and members. */
    public static InputStream openManifest() {
        return open(MANIFEST);
    }

    static InputStream open(String file) {
        return Objects.requireNonNull(
                ModelFamily.class.getResourceAsStream(FOLDER + file),
                () -> "the class path lacks the built-in family's " + file);
    }

    static JsonObject manifest() {
        try (Reader reader = new InputStreamReader(openManifest(), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException failure) {
            throw new UncheckedIOException("the built-in family's manifest cannot be read", failure);
        }
    }

    private static BuiltInModel member(JsonObject member) {
        JsonObject heldOut = member.getAsJsonObject("held_out");
        Map<Kind, BuiltInModel.HeldOut> figures = new EnumMap<>(Kind.class);
        Arrays.stream(Kind.values()).forEach(kind -> figures.put(kind, figures(heldOut.getAsJsonObject(kind.label()))));
        return new BuiltInModel(
                member.get("name").getAsString(),
                member.get("parameters").getAsLong(),
                member.get("non_embedding_parameters").getAsLong(),
                member.get("pairs").getAsLong(),
                member.get("tokens").getAsLong(),
                member.get("reading_tokens").getAsLong(),
                member.get("seed").getAsInt(),
                member.get("seconds").getAsDouble(),
                figures);
    }

    private static BuiltInModel.HeldOut figures(JsonObject figures) {
        return new BuiltInModel.HeldOut(
                figures.get("pairs").getAsLong(),
                figures.get("loss").getAsDouble(),
                figures.get("loss_standard_error").getAsDouble(),
                figures.get("accuracy").getAsDouble(),
                figures.get("accuracy_standard_error").getAsDouble());
    }
}
