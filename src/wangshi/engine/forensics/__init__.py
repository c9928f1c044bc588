"""电子证据 (取证、封存、校验): packages that stand without us, their seals, the log, the verifiers.

A capture hands over what it recorded (`captures.Capture`); `sealing.seal` writes one package;
`verifying.verify_package` finds every change to it. Nothing here opens a socket or reads a clock.
"""
