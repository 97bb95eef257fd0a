"""Where allauth looks for the providers of an app."""

from ambassadors.company_sign_in.provider import CompanyProvider

provider_classes = [CompanyProvider]
