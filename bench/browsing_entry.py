"""How long it takes until what one desk records stands on another's screen: two people, each at a browser."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from playwright.async_api import Browser, Page

from comity.web.cookies import TOKEN

# Both clocks are the machine's: milliseconds since 1970, finer than one.
_NOW = "performance.timeOrigin + performance.now()"
_WHEN_SENT = f"""
addEventListener("click", ({{ target }}) => {{
  if (target.closest?.("button[value=record]")) sessionStorage.setItem("bench-clicked", {_NOW});
}}, true);
"""
_WHEN_CAME = f"""
window.came = new Map();
addEventListener("DOMContentLoaded", () => {{
  const look = () => {{
    for (const each of document.querySelectorAll("main a[data-line]")) {{
      const path = new URL(each.href).pathname;
      if (!came.has(path)) came.set(path, {_NOW});
    }}
  }};
  look();
  new MutationObserver(look).observe(document.body, {{ subtree: true, childList: true }});
}});
"""
_LISTENS = "body[data-live-state=open]"


async def arrivals(browser: Browser, address: str, tokens: Mapping[str, str], arrests: Sequence[UUID]) -> list[float]:
    """Have Lee refer some arrests, and give the milliseconds until Pia sees each at her desk, but for the first two."""
    lee = await _seated(browser, address, tokens["lee"], _WHEN_SENT)
    pia = await _seated(browser, address, tokens["pia"], _WHEN_CAME)
    await pia.goto("/desk")
    await pia.wait_for_selector(_LISTENS)
    took = [await _referred(lee, pia, arrest) for arrest in arrests]
    await lee.context.close()
    await pia.context.close()
    return took[2:]


async def _seated(browser: Browser, address: str, token: str, script: str) -> Page:
    context = await browser.new_context(base_url=address)
    await context.add_cookies([{"name": TOKEN, "value": token, "url": address}])
    await context.add_init_script(script)
    return await context.new_page()


async def _referred(lee: Page, pia: Page, arrest: UUID) -> float:
    await lee.goto(f"/enter/charge-referral?from={arrest}")
    await lee.locator("main button.usa-button[value=record]").click()
    await lee.wait_for_url("**/records/*")
    path = lee.url.removeprefix(lee.url.partition("/records/")[0]).partition("?")[0]
    await pia.wait_for_function("(path) => came.has(path)", arg=path)
    clicked = float(await lee.evaluate("sessionStorage.getItem('bench-clicked')"))
    came: float = await pia.evaluate("(path) => came.get(path)", path)
    return came - clicked
