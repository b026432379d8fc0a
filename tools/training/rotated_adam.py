"""Adam in the eigenbasis of the gradients' covariance, one basis per layer (similar to SOAP).

The gradients of a small WaveNet layer's weights are strongly correlated, and Adam, which scales every weight separately,
converges slowly there. With 76 or 280 weights per layer their full covariance is affordable: rotate the gradient into its
eigenbasis, let Adam scale it there, rotate back.
"""

import torch


class RotatedAdam:
    def __init__(self, blocks, rate, betas=(0.9, 0.99), covariance_beta=0.99, refresh=100, epsilon=1e-10):
        self.blocks = [list(block) for block in blocks]
        self.rate, self.betas, self.covariance_beta = rate, betas, covariance_beta
        self.refresh, self.epsilon, self.step_count = refresh, epsilon, 0
        self.state = []
        for block in self.blocks:
            size = sum(p.numel() for p in block)
            self.state.append({"mean": torch.zeros(size), "square": torch.zeros(size),
                               "covariance": torch.zeros(size, size), "basis": torch.eye(size)})

    def zero_grad(self):
        for block in self.blocks:
            for p in block:
                p.grad = None

    @torch.no_grad()
    def step(self):
        self.step_count += 1
        mean_beta, square_beta = self.betas
        for block, state in zip(self.blocks, self.state):
            gradient = torch.cat([p.grad.flatten() for p in block])
            state["mean"].lerp_(gradient, 1 - mean_beta)
            state["covariance"].mul_(self.covariance_beta).addr_(gradient, gradient, alpha=1 - self.covariance_beta)
            if self.step_count % self.refresh == 1 and self.step_count > 1:
                self.rotate(state)
            basis = state["basis"]
            state["square"].lerp_((basis.t() @ gradient).square(), 1 - square_beta)
            direction = (basis.t() @ state["mean"]) / (1 - mean_beta**self.step_count)
            direction /= (state["square"] / (1 - square_beta**self.step_count)).sqrt() + self.epsilon
            offset = 0
            change = (basis @ direction) * -self.rate
            for p in block:
                p.add_(change[offset : offset + p.numel()].view_as(p))
                offset += p.numel()

    @staticmethod
    def rotate(state):
        """New eigenbasis; the squares follow as if they were independent along the old axes."""
        covariance = state["covariance"].double()
        size = len(covariance)
        jitter = 1e-12 * covariance.diagonal().mean() + 1e-30
        _, basis = torch.linalg.eigh(covariance + jitter * torch.eye(size, dtype=torch.float64))
        basis = basis.float()
        state["square"] = (basis.t() @ state["basis"]).square() @ state["square"]
        state["basis"] = basis

    def state_dict(self):
        return {"state": self.state, "step_count": self.step_count}

    def load_state_dict(self, saved):
        self.state, self.step_count = saved["state"], saved["step_count"]
