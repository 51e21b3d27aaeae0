package io.prefscore.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A template's syntax tree. Children come in the order in which names are first seen, which decides their scope. */
sealed interface Node {

    List<Node> children();

    /** Something with a value. */
    sealed interface Expression extends Node {}

    /** Something that is done. */
    sealed interface Statement extends Node {}

    /** What happens to a name where it stands. */
    enum Use {
        LOAD,
        STORE,
        PARAMETER
    }

    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        FLOOR_DIVIDE("//"),
        REMAINDER("%"),
        POWER("**"),
        AND("and"),
        OR("or");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    enum UnaryOperator {
        NEGATE,
        PLUS,
        NOT
    }

    enum Comparison {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        IN,
        NOT_IN
    }

    /** The template's own text between tags. */
    record Data(String text) implements Expression {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record Constant(Object value) implements Expression {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record Name(String name, Use use, int line) implements Expression {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    /** {@code name.attribute} as the target of an assignment. */
    record NamespaceTarget(String name, String attribute) implements Expression {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record TupleLiteral(List<Expression> items) implements Expression {
        @Override
        public List<Node> children() {
            return List.copyOf(items);
        }
    }

    record ListLiteral(List<Expression> items) implements Expression {
        @Override
        public List<Node> children() {
            return List.copyOf(items);
        }
    }

    record Pair(Expression key, Expression value) {}

    record DictLiteral(List<Pair> pairs) implements Expression {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>();
            for (Pair pair : pairs) {
                children.add(pair.key());
                children.add(pair.value());
            }
            return children;
        }
    }

    record Conditional(Expression test, Expression then, Optional<Expression> otherwise, int line)
            implements Expression {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(test, then));
            otherwise.ifPresent(children::add);
            return children;
        }
    }

    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    record Unary(UnaryOperator operator, Expression operand) implements Expression {
        @Override
        public List<Node> children() {
            return List.of(operand);
        }
    }

    record Concatenation(List<Expression> parts) implements Expression {
        @Override
        public List<Node> children() {
            return List.copyOf(parts);
        }
    }

    record Comparand(Comparison comparison, Expression value) {}

    record Compare(Expression first, List<Comparand> others) implements Expression {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(first));
            others.forEach(other -> children.add(other.value()));
            return children;
        }
    }

    /** {@code owner.name}. */
    record Attribute(Expression owner, String name) implements Expression {
        @Override
        public List<Node> children() {
            return List.of(owner);
        }
    }

    /** {@code owner[key]}. */
    record Item(Expression owner, Expression key) implements Expression {
        @Override
        public List<Node> children() {
            return List.of(owner, key);
        }
    }

    record Slice(Optional<Expression> start, Optional<Expression> stop, Optional<Expression> step)
            implements Expression {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>();
            start.ifPresent(children::add);
            stop.ifPresent(children::add);
            step.ifPresent(children::add);
            return children;
        }
    }

    record Keyword(String name, Expression value) {}

    /** The arguments of a call; {@code *} and {@code **} give further ones at run time. */
    record CallArguments(
            List<Expression> positional,
            List<Keyword> named,
            Optional<Expression> more,
            Optional<Expression> moreNamed) {

        static final CallArguments NONE = new CallArguments(List.of(), List.of(), Optional.empty(), Optional.empty());

        List<Node> children() {
            List<Node> children = new ArrayList<>(positional);
            named.forEach(keyword -> children.add(keyword.value()));
            more.ifPresent(children::add);
            moreNamed.ifPresent(children::add);
            return children;
        }
    }

    /** A filter; without an input where it applies to the text of a block. */
    record Filter(Optional<Expression> input, String name, CallArguments arguments, int line) implements Expression {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>();
            input.ifPresent(children::add);
            children.addAll(arguments.children());
            return children;
        }
    }

    record Test(Expression input, String name, CallArguments arguments, int line) implements Expression {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(input));
            children.addAll(arguments.children());
            return children;
        }
    }

    record Call(Expression function, CallArguments arguments, int line) implements Expression {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(function));
            children.addAll(arguments.children());
            return children;
        }
    }

    /** The whole template. */
    record Template(List<Statement> body) implements Statement {
        @Override
        public List<Node> children() {
            return List.copyOf(body);
        }
    }

    /** Text and values that are printed. */
    record Output(List<Expression> parts) implements Statement {
        @Override
        public List<Node> children() {
            return List.copyOf(parts);
        }
    }

    record For(
            Expression target,
            Expression iterable,
            List<Statement> body,
            List<Statement> otherwise,
            Optional<Expression> test,
            boolean recursive,
            int line)
            implements Statement {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(target, iterable));
            children.addAll(body);
            children.addAll(otherwise);
            test.ifPresent(children::add);
            return children;
        }
    }

    /** An {@code if} with its {@code elif}s, which have no further ones themselves. */
    record If(Expression test, List<Statement> body, List<If> alternatives, List<Statement> otherwise)
            implements Statement {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(test));
            children.addAll(body);
            children.addAll(alternatives);
            children.addAll(otherwise);
            return children;
        }
    }

    /** The parameters of a macro or call block; defaults belong to the last ones. */
    record Signature(List<Name> parameters, List<Expression> defaults) {
        static final Signature EMPTY = new Signature(List.of(), List.of());
    }

    record Macro(String name, Signature signature, List<Statement> body, int line) implements Statement {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(signature.parameters());
            children.addAll(signature.defaults());
            children.addAll(body);
            return children;
        }
    }

    /** A call that is handed its body as {@code caller}; without a call the body itself is printed. */
    record CallBlock(Optional<Call> call, Signature signature, List<Statement> body, int line) implements Statement {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>();
            call.ifPresent(children::add);
            children.addAll(signature.parameters());
            children.addAll(signature.defaults());
            children.addAll(body);
            return children;
        }
    }

    record FilterBlock(List<Statement> body, Expression filter) implements Statement {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(body);
            children.add(filter);
            return children;
        }
    }

    record With(List<Expression> targets, List<Expression> values, List<Statement> body) implements Statement {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(targets);
            children.addAll(values);
            children.addAll(body);
            return children;
        }
    }

    record Assign(Expression target, Expression value) implements Statement {
        @Override
        public List<Node> children() {
            return List.of(target, value);
        }
    }

    record AssignBlock(Expression target, Optional<Expression> filter, List<Statement> body) implements Statement {
        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(target));
            filter.ifPresent(children::add);
            children.addAll(body);
            return children;
        }
    }

    record Break(int line) implements Statement {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record Continue(int line) implements Statement {
        @Override
        public List<Node> children() {
            return List.of();
        }
    }
}
