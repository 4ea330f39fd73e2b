# Trains a small convolutional network with batch norm to tell upright bars from lying ones with PyTorch, and writes what a test reads:
# its state, and what it answers to twenty pictures. Needs torch and numpy; made with PyTorch 1.13:
#     cd examples && python3 pytorch-bars.py
import json, struct
import numpy, torch

def save(path, tensors):                       # the safetensors format, as docs/model-format.md has it
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in sorted(tensors.items(), key=lambda item: item[1].dtype != torch.int64):
        numbers = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": {torch.int64: "I64", torch.float32: "F32"}[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file: file.write(struct.pack("<Q", len(text)) + text + data)

torch.manual_seed(1)
draw = numpy.random.default_rng(1)
pictures, labels = draw.normal(0, 0.3, (200, 8, 8)), numpy.arange(200) % 2
for picture, label in zip(pictures, labels):
    place = draw.integers(0, 8)
    if label: picture[place, :] += 1
    else: picture[:, place] += 1
x = torch.tensor(pictures.reshape(200, 64), dtype=torch.float32)
y = torch.tensor(labels)

nn = torch.nn
net = nn.Sequential(nn.Unflatten(1, (1, 8, 8)),
    nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2, bias=False), nn.BatchNorm2d(6), nn.ReLU(),
    nn.AvgPool2d(2, stride=1, padding=1),
    nn.Flatten(), nn.Linear(54, 8), nn.LayerNorm(8), nn.ReLU(), nn.Dropout(0.25), nn.BatchNorm1d(8), nn.Linear(8, 2))
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(20):
    loss = nn.functional.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
net.eval()
print(f"loss {loss.item():.4f}, accuracy {(net(x).argmax(1) == y).float().mean():.3f}")

save("pytorch-bars.safetensors", net.state_dict())
with torch.no_grad(): save("pytorch-bars-answers.safetensors", {"inputs": x[:20], "outputs": net(x[:20])})
