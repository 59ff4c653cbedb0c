"""Enters AWS by each given profile with botocore and prints, as JSON, what it asked of STS, which the sandbox stands in for.

On standard input: a list of cases, each with the text of `.aws/config`, optionally a profile, and the environment's variables.
A call is answered with keys named after its role, so that the next call shows whose session made it.
"""

import json
import os
import sys
import tempfile
from unittest import mock

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.utils import ContainerMetadataFetcher, InstanceMetadataFetcher

EXPIRATION = "2999-01-01T00:00:00Z"


def answer_sts(calls):
    def answer(params, request_signer, **_):
        own = getattr(request_signer._credentials, "access_key", None)
        body = {name: value for name, value in params["body"].items() if name != "Version"}
        calls.append({**body, "by": own, "host": params["url"].split("/")[2]})
        keys = dict(AccessKeyId=body["RoleArn"], SecretAccessKey="s", SessionToken="t", Expiration=EXPIRATION)
        return AWSResponse(params["url"], 200, {}, None), {"Credentials": keys}

    return answer


def ask(case, folder):
    names = {"AWS_CONFIG_FILE": "config", "AWS_SHARED_CREDENTIALS_FILE": "none", "AWS_WEB_IDENTITY": "token"}
    files = {name: os.path.join(folder, file) for name, file in names.items()}
    with open(files["AWS_CONFIG_FILE"], "w") as file:
        file.write(case["config"].replace("TOKEN_FILE", files["AWS_WEB_IDENTITY"]))
    with open(files["AWS_WEB_IDENTITY"], "w") as file:
        file.write("token of CI")
    calls = []
    result = {"calls": calls}
    with mock.patch.dict(os.environ, {**files, **case.get("env", {})}, clear=True):
        try:
            session = botocore.session.Session(profile=case.get("profile"))
            session.register("before-call.sts", answer_sts(calls))
            # As stacker's `session_cache.py` sets its own question for the code of a second factor.
            provider = session.get_component("credential_provider").get_provider("assume-role")
            provider._prompter = lambda _: "123456"
            result["key"] = session.get_credentials().get_frozen_credentials().access_key
        except Exception as error:
            result["error"] = f"{type(error).__name__}: {error}"
    return result


def metadata(key):
    return dict(role_name=key, access_key=key, secret_key="s", token="t", expiry_time=EXPIRATION)


container = dict(AccessKeyId="key of the container", SecretAccessKey="s", Token="t", Expiration=EXPIRATION)
with (
    tempfile.TemporaryDirectory() as folder,
    mock.patch.object(ContainerMetadataFetcher, "retrieve_full_uri", return_value=container),
    mock.patch.object(InstanceMetadataFetcher, "retrieve_iam_role_credentials", return_value=metadata("key of the instance")),
):
    json.dump([ask(case, folder) for case in json.load(sys.stdin)], sys.stdout)
