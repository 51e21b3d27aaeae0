package io.prefscore.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.prefscore.preference.UserError;
import java.util.OptionalInt;

/**
 * An object of {@code config.json}, read key by key. What is no such value is an error that names the key and what came.
 *
 * @param json the object
 * @param where how errors name it
 */
record ConfigFacts(JsonObject json, String where) {

    boolean has(String key) {
        return json.has(key);
    }

    /** Whether the key is there and not null. */
    boolean present(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    /** The integer, or nothing where the key is absent or null. */
    OptionalInt integer(String key) {
        if (!present(key)) {
            return OptionalInt.empty();
        }
        double value = numeric(key, "an integer");
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw wrong(key + " must be an integer; found " + json.get(key));
        }
        return OptionalInt.of((int) value);
    }

    int requiredInteger(String key) {
        return integer(key).orElseThrow(() -> missing(key));
    }

    /** The number; null is none. */
    double number(String key, double fallback) {
        return json.has(key) ? numeric(key, "a number") : fallback;
    }

    /** The number, or 0 where the key is absent or null. */
    double numberOrZero(String key) {
        return present(key) ? numeric(key, "a number") : 0;
    }

    double required(String key) {
        if (!present(key)) {
            throw missing(key);
        }
        return numeric(key, "a number");
    }

    boolean flag(String key, boolean fallback) {
        if (!json.has(key)) {
            return fallback;
        }
        JsonElement value = json.get(key);
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw wrong(key + " must be true or false; found " + value);
        }
        return value.getAsBoolean();
    }

    String text(String key) {
        return json.get(key).getAsString();
    }

    UserError missing(String key) {
        return wrong(key + " is missing");
    }

    UserError wrong(String what) {
        return new UserError(UserError.Kind.MODEL, where + ": " + what);
    }

    private double numeric(String key, String what) {
        JsonElement value = json.get(key);
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
            throw wrong(key + " must be " + what + "; found " + value);
        }
        return value.getAsDouble();
    }
}
