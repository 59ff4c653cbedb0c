// The AWS SDK's notice about Node 20 is for who maintains a program, not for who runs this one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
