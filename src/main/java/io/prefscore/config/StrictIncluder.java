package io.prefscore.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;

/**
 * Reads {@code include "other.conf"} from beside the including file. The library's own includer passes over a file that
 * is missing, and a run with half its settings would then score wrongly without a word.
 */
final class StrictIncluder implements ConfigIncluder {

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
        ConfigParseable included = context.relativeTo(name);
        // where no file stands beside it, the library offers a resource of the class path, which has no file name
        if (included == null || included.origin().filename() == null) {
            throw new ConfigException.Generic(
                    "include \"" + name + "\" names no file beside the one that includes it; correct the name");
        }
        return included.parse(context.parseOptions().setAllowMissing(false));
    }
}
