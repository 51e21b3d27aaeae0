package io.prefscore.config;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where each host keeps its copy of a model that stands on another file system, and how much may stand there: settings
 * {@code model.cache} and {@code model.cache-limit}.
 *
 * @param folder a folder of the host; absent: in the cache folder of the user that the process runs as
 * @param limitBytes bytes that the models there may take together; absent: no bound
 */
public record CacheSettings(Optional<String> folder, OptionalLong limitBytes) implements Serializable {

    /** In the user's own cache folder, without a bound. */
    public static final CacheSettings DEFAULT = new CacheSettings(Optional.empty(), OptionalLong.empty());

    public CacheSettings {
        Requirements requirements = new Requirements();
        requirements.require(
                folder.isEmpty() || !folder.orElseThrow().isBlank(),
                "model.cache",
                "must not be blank; name a folder, or leave it out");
        requirements.positive("model.cache-limit", limitBytes, "leave it out for no bound");
        requirements.enforce();
    }

    /** Optional values cannot be serialized; this form of the record can. */
    private record Shipped(
            @Nullable String folder, @Nullable Long limitBytes) implements Serializable {

        private Object readResolve() {
            return new CacheSettings(
                    Optional.ofNullable(folder),
                    limitBytes == null ? OptionalLong.empty() : OptionalLong.of(limitBytes));
        }
    }

    private Object writeReplace() {
        return new Shipped(folder.orElse(null), limitBytes.isPresent() ? limitBytes.getAsLong() : null);
    }
}
