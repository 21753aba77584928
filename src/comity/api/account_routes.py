"""Where signing in and accounts are found, and by which methods."""

from collections.abc import Mapping

from comity.api import accounts, keys, registering, sign_in
from comity.api.resources import Endpoint

ACCOUNT_ROUTES: Mapping[str, Mapping[str, Endpoint]] = {
    "/v1/sign-in": {"GET": sign_in.welcome},
    "/v1/sign-in/passkey/options": {"POST": sign_in.passkey_options},
    "/v1/sign-in/passkey": {"POST": sign_in.by_passkey},
    "/v1/sign-in/secret": {"POST": sign_in.by_secret},
    "/v1/sign-in/issuer/options": {"POST": sign_in.issuer_options},
    "/v1/sign-in/issuer": {"POST": sign_in.by_issuer},
    "/v1/registration/passkey/options": {"POST": registering.options},
    "/v1/registration/passkey": {"POST": registering.passkey},
    "/v1/registration/secret": {"POST": registering.secret},
    "/v1/session": {"GET": sign_in.told, "DELETE": sign_in.leave},
    "/v1/accounts": {"GET": accounts.every},
    "/v1/accounts/{member}/disabling": {"POST": accounts.end},
    "/v1/accounts/{member}/unlocking": {"POST": accounts.release},
    "/v1/account-changes": {"GET": accounts.waiting, "POST": accounts.wish},
    "/v1/account-changes/{id}": {"DELETE": accounts.declined},
    "/v1/account-changes/{id}/approval": {"POST": accounts.agreed},
    "/v1/keys": {"GET": keys.mine, "POST": keys.new},
    "/v1/keys/{prefix}": {"DELETE": keys.end},
}
