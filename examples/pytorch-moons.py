# Trains 2-16-16-1 on two moons with PyTorch, and writes what LoadPyTorchWeights.java reads: the weights, and what the
# network answers to twenty points. Needs torch, numpy and safetensors; made with PyTorch 1.13:
#     cd examples && python3 pytorch-moons.py
import numpy, torch
from safetensors.torch import save_file

torch.manual_seed(1)
draw = numpy.random.default_rng(1)
angle = draw.uniform(0, numpy.pi, 400)
label = numpy.arange(400) % 2
x = numpy.where(label, 1 - numpy.cos(angle), numpy.cos(angle)) + draw.normal(0, 0.1, 400)
y = numpy.where(label, 0.5 - numpy.sin(angle), numpy.sin(angle)) + draw.normal(0, 0.1, 400)
points = torch.tensor(numpy.stack([x, y], 1), dtype=torch.float32)
labels = torch.tensor(label[:, None], dtype=torch.float32)

net = torch.nn.Sequential(torch.nn.Linear(2, 16), torch.nn.ReLU(), torch.nn.Linear(16, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(300):
    loss = torch.nn.functional.binary_cross_entropy_with_logits(net(points), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"loss {loss.item():.4f}, accuracy {((net(points) > 0) == labels).float().mean():.3f}")

save_file(net.state_dict(), "pytorch-moons.safetensors", {"format": "pt"})
with torch.no_grad():
    save_file({"inputs": points[:20].contiguous(), "outputs": net(points[:20]), "labels": labels[:20].contiguous()},
              "pytorch-moons-answers.safetensors")
