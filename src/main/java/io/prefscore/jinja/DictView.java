package io.prefscore.jinja;

import java.util.ArrayList;
import java.util.List;

/** What a dict's {@code keys}, {@code values} and {@code items} return. */
record DictView(DictValue dict, Part part) {

    enum Part {
        KEYS,
        VALUES,
        ITEMS
    }

    List<Object> items() {
        List<Object> items = new ArrayList<>(dict.size());
        for (DictValue.Entry entry : dict.entries()) {
            items.add(
                    switch (part) {
                        case KEYS -> entry.key();
                        case VALUES -> entry.value();
                        case ITEMS -> TupleValue.of(entry.key(), entry.value());
                    });
        }
        return items;
    }
}
