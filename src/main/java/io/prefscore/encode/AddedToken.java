package io.prefscore.encode;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A text that is one token wherever it stands, as {@code added_tokens} of {@code tokenizer.json} describe it.
 *
 * @param lstrip whether it takes the blanks before it
 * @param rstrip whether it takes the blanks after it
 * @param normalized whether it is looked for in the normalized text
 * @param singleWord whether it must not be part of a word
 * @param special whether a decoder may leave it out; decides no id
 */
record AddedToken(
        String content, boolean lstrip, boolean rstrip, boolean normalized, boolean singleWord, boolean special) {

    /** Reads one; flags that are not there are as the tokenizers library takes them. */
    static AddedToken of(JsonObject json) {
        boolean special = flag(json, "special", false);
        return new AddedToken(
                json.get("content").getAsString(),
                flag(json, "lstrip", false),
                flag(json, "rstrip", false),
                flag(json, "normalized", !special),
                flag(json, "single_word", false),
                special);
    }

    /** One of which nothing but its text is known, and whether it is special. */
    static AddedToken plain(String content, boolean special) {
        return new AddedToken(content, false, false, !special, false, special);
    }

    AddedToken asSpecial() {
        return new AddedToken(content, lstrip, rstrip, normalized, singleWord, true);
    }

    /**
     * Whether both stand for the same ids.
     *
     * @param normalizes whether there is a normalizer, without which it does not matter where a token is looked for
     */
    boolean isAs(AddedToken other, boolean normalizes) {
        return content.equals(other.content)
                && lstrip == other.lstrip
                && rstrip == other.rstrip
                && singleWord == other.singleWord
                && (normalized == other.normalized || !normalizes);
    }

    /** As {@code tokenizer.json} has it. */
    JsonObject json(int id) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("content", content);
        json.addProperty("single_word", singleWord);
        json.addProperty("lstrip", lstrip);
        json.addProperty("rstrip", rstrip);
        json.addProperty("normalized", normalized);
        json.addProperty("special", special);
        return json;
    }

    private static boolean flag(JsonObject json, String name, boolean fallback) {
        JsonElement value = json.get(name);
        return (value == null || value.isJsonNull()) ? fallback : value.getAsBoolean();
    }
}
