"""Enters AWS by a profile as stacker does, says who that is, and writes or reads a template in a bucket.

Arguments: the profile, then optionally `write` or `read`, the bucket and the key. Prints JSON; a failure prints its class and text.
"""

import json
import sys

import botocore.session

profile, *rest = sys.argv[1:]
result = {}
try:
    session = botocore.session.Session(profile=profile)
    result["arn"] = session.create_client("sts").get_caller_identity()["Arn"]
    if rest:
        action, bucket, key = rest
        s3 = session.create_client("s3")
        if action == "write":
            # The very call of stacker's `actions/base.py`.
            s3.put_object(
                Bucket=bucket,
                Key=key,
                Body=b"{}",
                ServerSideEncryption="AES256",
                ACL="bucket-owner-full-control",
            )
        else:
            result["body"] = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
except Exception as error:
    result["error"] = f"{type(error).__name__}: {error}"
json.dump(result, sys.stdout)
