# Drives codeforamerica/three, unmodified, against a server: python3 client.py CHECKOUT ENDPOINT. Prints JSON.
import json
import sys
import types

# Its reader of XML is packaged nowhere: JSON alone is asked for.
sys.modules["relaxml"] = types.ModuleType("relaxml")
sys.modules["relaxml"].xml = None
checkout, endpoint = sys.argv[1:]
sys.path.insert(0, checkout)
from three.core import Three  # noqa: E402

client = Three(endpoint, jurisdiction="chita.example", api_key="secret")
stranger = Three(endpoint, jurisdiction="chita.example", api_key="wrong")
seen = {
    "discovery": client.discovery(),
    "services": client.services(),
    "service": client.services("heating"),
    "posted": client.post("heating", address="ул. Ленина, 1", name="Жительница Читы", phone="+7", description="Холодно & <темно>"),
}
number = seen["posted"][0]["service_request_id"]
seen["request"] = client.request(number)
seen["requests"] = client.requests("heating", status="open", start="11-23-2026", end="11-25-2026", count=10)
seen["between"] = client.requests(between=["01-01-26", "01-02-26"])
seen["token"] = client.token(number)
seen["refused"] = stranger.post("heating", address="x", description="x")
print(json.dumps(seen))
