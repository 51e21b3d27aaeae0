# The forward pass of a decoder-only reward model over packed batches, without weights: every method takes those it needs,
# under the checkpoint's own names. TorchScript in the dialect that libtorch's archive loader parses, so dtypes are numbers
# (6 float32, 11 boolean) and a class lists its attributes.
#
# Shapes: T rows of a packed batch, H query heads, K key/value heads, D head size. A span is six numbers (q0, q1, p0, p1,
# k0, k1): query rows [q0, q1) see the key rows [p0, p1) of a shared prefix in full and the key rows [k0, k1) causally,
# the last query together with the last key.
class RewardDecoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # a file as one row of numbers: mapped, not read, and never written
  def file(self: __torch__.RewardDecoder, path: str, size: int, dtype: int) -> Tensor:
    return torch.from_file(path, False, size, dtype=dtype, layout=0, device=torch.device("cpu"), pin_memory=False)

  def part(self: __torch__.RewardDecoder, file: Tensor, start: int, shape: List[int]) -> Tensor:
    size = 1
    for i in range(torch.len(shape)):
      size = size * shape[i]
    return torch.view(torch.slice(file, 0, start, start + size), shape)

  def place(self: __torch__.RewardDecoder, weight: Tensor, like: Tensor, dtype: int) -> Tensor:
    return torch.to(weight, ops.prim.device(like), dtype)

  def one_plus(self: __torch__.RewardDecoder, weight: Tensor) -> Tensor:
    return torch.to(weight, 6) + 1

  def cast(self: __torch__.RewardDecoder, weights: Dict[str, Tensor], dtype: int) -> Dict[str, Tensor]:
    out: Dict[str, Tensor] = {}
    for name in weights.keys():
      out[name] = torch.to(weights[name], dtype)
    return out

  # in pieces, since a sum in another type than the weight's first copies it; only a piece whose sum overflowed, or holds
  # NaN, is looked at again value by value
  def finite(self: __torch__.RewardDecoder, weight: Tensor) -> bool:
    flat = torch.view(weight, [-1])
    piece = 4194304
    for i in range(torch.floordiv(torch.size(flat, 0) + piece - 1, piece)):
      some = torch.slice(flat, 0, i * piece, (i + 1) * piece)
      if not bool(torch.isfinite(torch.sum(some, dtype=6))):
        if not bool(torch.all(torch.isfinite(some))):
          return False
    return True

  def frequencies(self: __torch__.RewardDecoder, theta: float, size: int) -> Tensor:
    return torch.reciprocal(torch.pow(theta, torch.div(torch.to(torch.arange(0, size, 2), 6), size)))

  # [T] -> cosines and sines [T, 1, D / 2], computed in float32
  def rotary(self: __torch__.RewardDecoder, positions: Tensor, frequencies: Tensor, scaling: float, dtype: int) -> Tuple[Tensor, Tensor]:
    angles = torch.unsqueeze(torch.mul(torch.unsqueeze(torch.to(positions, 6), 1), frequencies), 1)
    return (torch.to(torch.cos(angles) * scaling, dtype), torch.to(torch.sin(angles) * scaling, dtype))

  # rows of the embedding, gathered where it lies and moved to `like`'s device; scaled by a number that is first rounded to
  # the dtype of the run, as Gemma's reference does
  def embed(self: __torch__.RewardDecoder, tokens: Tensor, table: Tensor, like: Tensor, scale: float, dtype: int) -> Tensor:
    x = torch.to(torch.index_select(table, 0, torch.to(tokens, ops.prim.device(table))), ops.prim.device(like), dtype)
    if scale != 1.0:
      x = x * torch.to(torch.full([1], scale, dtype=6, device=ops.prim.device(x)), dtype)
    return x

  def norm(self: __torch__.RewardDecoder, x: Tensor, weight: Tensor, eps: float) -> Tensor:
    return torch.rms_norm(x, [torch.size(x, -1)], weight, eps)

  def rotate(self: __torch__.RewardDecoder, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = torch.floordiv(torch.size(x, -1), 2)
    a = torch.slice(x, -1, 0, half)
    b = torch.slice(x, -1, half)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

  def linear(self: __torch__.RewardDecoder, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
    bias: Optional[Tensor] = None
    if name + ".bias" in w:
      bias = w[name + ".bias"]
    return torch.linear(x, w[name + ".weight"], bias)

  # the gate is multiplied in place: another pass over memory costs as much as attention
  def gated(self: __torch__.RewardDecoder, x: Tensor, w: Dict[str, Tensor], activation: str) -> Tensor:
    g = (self).linear(x, w, "mlp.gate_proj", )
    u = (self).linear(x, w, "mlp.up_proj", )
    if activation == "silu":
      return torch.mul_(torch.silu_(g), u)
    if activation == "gelu":
      return torch.mul_(torch.gelu(g), u)
    if activation == "gelu_tanh":
      return torch.mul_(torch.gelu(g, approximate="tanh"), u)
    if activation == "quick_gelu":
      return torch.mul_(g * torch.sigmoid(g * 1.702), u)
    return torch.mul_(torch.relu_(g), u)

  # [T, hidden] -> [T, heads, D], normalised per head where the checkpoint has weights for that
  def heads(self: __torch__.RewardDecoder, x: Tensor, w: Dict[str, Tensor], name: str, size: int, eps: float) -> Tensor:
    y = (self).linear(x, w, "self_attn." + name + "_proj", )
    y = torch.view(y, [torch.size(y, 0), -1, size])
    norm = "self_attn." + name + "_norm.weight"
    if norm in w:
      y = (self).norm(y, w[norm], eps, )
    return y

  # one block of queries [m, H, D] against keys and values [n, K, D]; row r sees keys c with offset + r - window < c <= offset + r
  def masked(self: __torch__.RewardDecoder, q: Tensor, k: Tensor, v: Tensor, offset: int, scale: float, cap: float, window: int) -> Tensor:
    m = torch.size(q, 0)
    n = torch.size(k, 0)
    row = torch.unsqueeze(torch.arange(offset, offset + m, device=ops.prim.device(q)), 1)
    column = torch.unsqueeze(torch.arange(0, n, device=ops.prim.device(q)), 0)
    seen = torch.le(column, row)
    if window > 0:
      seen = torch.__and__(seen, torch.gt(column, row - window))
    if cap == 0.0:
      o = torch.scaled_dot_product_attention(torch.unsqueeze(torch.transpose(q, 0, 1), 0), torch.unsqueeze(torch.transpose(k, 0, 1), 0), torch.unsqueeze(torch.transpose(v, 0, 1), 0), seen, 0., False, scale=scale, enable_gqa=True)
      return torch.transpose(torch.select(o, 0, 0), 0, 1)
    groups = torch.size(k, 1)
    size = torch.size(q, 2)
    # [K, H / K, m, D] x [K, 1, D, n]
    grouped = torch.permute(torch.view(q, [m, groups, -1, size]), [1, 2, 0, 3])
    logits = torch.matmul(grouped, torch.unsqueeze(torch.permute(k, [1, 2, 0]), 1)) * scale
    logits = torch.tanh(logits / cap) * cap
    share = torch.to(torch.softmax(torch.masked_fill(logits, torch.logical_not(seen), -float("inf")), -1, dtype=6), ops.prim.dtype(q))
    o = torch.matmul(share, torch.unsqueeze(torch.transpose(v, 0, 1), 1))
    return torch.reshape(torch.permute(o, [2, 0, 1, 3]), [m, -1, size])

  def attend(self: __torch__.RewardDecoder, q: Tensor, k: Tensor, v: Tensor, spans: List[int], scale: float, cap: float, window: int) -> Tensor:
    block = 1024
    out = torch.empty_like(q)
    for i in range(torch.floordiv(torch.len(spans), 6)):
      q0 = spans[6 * i]
      q1 = spans[6 * i + 1]
      p0 = spans[6 * i + 2]
      p1 = spans[6 * i + 3]
      k0 = spans[6 * i + 4]
      k1 = spans[6 * i + 5]
      keys = torch.slice(k, 0, k0, k1)
      values = torch.slice(v, 0, k0, k1)
      if p1 > p0:
        keys = torch.cat([torch.slice(k, 0, p0, p1), keys])
        values = torch.cat([torch.slice(v, 0, p0, p1), values])
      n = torch.size(keys, 0)
      m = q1 - q0
      offset = n - m
      queries = torch.slice(q, 0, q0, q1)
      windowed = window > 0 and n > window
      if cap == 0.0 and not windowed and (offset == 0 or m == 1):
        o = torch.scaled_dot_product_attention(torch.unsqueeze(torch.transpose(queries, 0, 1), 0), torch.unsqueeze(torch.transpose(keys, 0, 1), 0), torch.unsqueeze(torch.transpose(values, 0, 1), 0), None, 0., m > 1, scale=scale, enable_gqa=True)
        _1 = torch.copy_(torch.slice(out, 0, q0, q1), torch.transpose(torch.select(o, 0, 0), 0, 1))
      else:
        for b in range(0, m, block):
          e = ops.prim.min(m, b + block)
          low = 0
          if windowed:
            low = ops.prim.max(0, offset + b + 1 - window)
          o = (self).masked(torch.slice(queries, 0, b, e), torch.slice(keys, 0, low, offset + e), torch.slice(values, 0, low, offset + e), offset + b - low, scale, cap, window, )
          _2 = torch.copy_(torch.slice(out, 0, q0 + b, q0 + e), o)
    return torch.reshape(out, [torch.size(out, 0), -1])

  # what follows attention: both residual connections and the feed-forward block, with Gemma2's norms after each where present
  def finish(self: __torch__.RewardDecoder, x: Tensor, attended: Tensor, w: Dict[str, Tensor], eps: float, activation: str) -> Tensor:
    a = (self).linear(attended, w, "self_attn.o_proj", )
    if "pre_feedforward_layernorm.weight" in w:
      y = x + (self).norm(a, w["post_attention_layernorm.weight"], eps, )
      h = (self).norm(y, w["pre_feedforward_layernorm.weight"], eps, )
      f = (self).linear((self).gated(h, w, activation, ), w, "mlp.down_proj", )
      return y + (self).norm(f, w["post_feedforward_layernorm.weight"], eps, )
    y = torch.add_(a, x)
    h = (self).norm(y, w["post_attention_layernorm.weight"], eps, )
    f = (self).linear((self).gated(h, w, activation, ), w, "mlp.down_proj", )
    return torch.add_(f, y)

  def layer(self: __torch__.RewardDecoder, x: Tensor, cos: Tensor, sin: Tensor, spans: List[int], w: Dict[str, Tensor], size: int, eps: float, scale: float, cap: float, window: int, activation: str) -> Tensor:
    h = (self).norm(x, w["input_layernorm.weight"], eps, )
    q = (self).rotate((self).heads(h, w, "q", size, eps, ), cos, sin, )
    k = (self).rotate((self).heads(h, w, "k", size, eps, ), cos, sin, )
    v = (self).heads(h, w, "v", size, eps, )
    return (self).finish(x, (self).attend(q, k, v, spans, scale, cap, window, ), w, eps, activation, )

  # the last layer, for the scored rows alone: all rows give keys and values, nothing else of them is read afterwards
  def last_layer(self: __torch__.RewardDecoder, x: Tensor, cos: Tensor, sin: Tensor, spans: List[int], w: Dict[str, Tensor], size: int, eps: float, scale: float, cap: float, window: int, activation: str, scored: Tensor) -> Tensor:
    h = (self).norm(x, w["input_layernorm.weight"], eps, )
    q = (self).rotate((self).heads(torch.index_select(h, 0, scored), w, "q", size, eps, ), torch.index_select(cos, 0, scored), torch.index_select(sin, 0, scored), )
    k = (self).rotate((self).heads(h, w, "k", size, eps, ), cos, sin, )
    v = (self).heads(h, w, "v", size, eps, )
    return (self).finish(torch.index_select(x, 0, scored), (self).attend(q, k, v, spans, scale, cap, window, ), w, eps, activation, )

  # [n, hidden] -> float32 [n]: one bias-free or biased projection, or WorldPM's two with a ReLU between
  def head(self: __torch__.RewardDecoder, x: Tensor, w: Dict[str, Tensor], eps: float) -> Tensor:
    h = (self).norm(x, w["model.norm.weight"], eps, )
    if "score.0.weight" in w:
      h = (self).linear(torch.relu((self).linear(h, w, "score.0", )), w, "score.2", )
    else:
      h = (self).linear(h, w, "score", )
    return torch.to(torch.squeeze(h, -1), 6)
