// The AWS SDK says at each start that it will leave Node 20 behind; in the output of tests that says nothing new.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
