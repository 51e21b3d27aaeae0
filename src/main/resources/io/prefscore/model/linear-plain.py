
  def linear(self: __torch__.RewardDecoder, x: Tensor, w: Dict[str, Tensor], name: str) -> Tensor:
    bias: Optional[Tensor] = None
    if name + ".bias" in w:
      bias = w[name + ".bias"]
    return torch.linear(x, w[name + ".weight"], bias)

  def gated(self: __torch__.RewardDecoder, x: Tensor, w: Dict[str, Tensor], activation: str) -> Tensor:
    g = (self).linear(x, w, "mlp.gate_proj", )
    u = (self).linear(x, w, "mlp.up_proj", )
    if activation == "silu":
      return torch.mul_(torch.silu(g), u)
    if activation == "gelu":
      return torch.mul_(torch.gelu(g), u)
    if activation == "gelu_tanh":
      return torch.mul_(torch.gelu(g, approximate="tanh"), u)
    if activation == "quick_gelu":
      return torch.mul_(g * torch.sigmoid(g * 1.702), u)
    return torch.mul_(torch.relu(g), u)
