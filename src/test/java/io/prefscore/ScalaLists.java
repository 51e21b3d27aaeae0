package io.prefscore;

import java.util.Arrays;
import scala.collection.Seq;
import scala.collection.mutable.ArrayBuffer;

/** Lists as Spark hands them out in rows, made in a way that Scala 2.12 and 2.13 share. */
public final class ScalaLists {

    private ScalaLists() {}

    /** A list of these values, in their order. */
    public static Seq<Object> of(Object... values) {
        ArrayBuffer<Object> list = new ArrayBuffer<>(values.length);
        Arrays.stream(values).forEach(list::$plus$eq);
        return list;
    }
}
